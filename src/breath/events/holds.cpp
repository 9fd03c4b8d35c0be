#include "breath/events/holds.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(50);

} // namespace

void Holds::operator()(Time now, BreathState& state)
{
    if (!heard(state)) {
        listening_ = false;
        if (spell_.on())
            spell_.finish(now, state);
        return;
    }
    if (!listening_)
        reset(now, state.displacement);
    if (now - last_ < kStep)
        return;
    const double step_s = to_seconds(now - last_);
    last_ = now;
    level_ += std::min(step_s / params_.smooth_s, 1.) * (state.displacement - level_);
    move_to(place_of(level_), now);
    watch(now, step_s);
    if (spell_.on())
        follow(now, step_s, state);
    else
        seek(now, state);
}

// A displacement that means something, of a sensor that works.
bool Holds::heard(const BreathState& state) const
{
    if (state.phase == Phase::unknown)
        return false;
    return std::any_of(state.band.begin(), state.band.end(), [](const BandState& band) {
        const bool dead = band.fault == SensorFault::silent || band.fault == SensorFault::stuck
            || band.fault == SensorFault::saturated || band.fault == SensorFault::loose;
        return band.valid && !dead;
    });
}

void Holds::reset(Time now, double level)
{
    listening_ = true;
    last_ = here_since_ = now;
    level_ = level;
    levels_.clear();
    still_ = false;
    place_ = place_of(level);
}

void Holds::move_to(Place place, Time now)
{
    if (place == place_)
        return;
    stays_s_[place_].push(to_seconds(now - here_since_));
    place_ = place;
    here_since_ = now;
}

// Whether the last few seconds were still.
void Holds::watch(Time now, double step_s)
{
    const auto steps = std::min(std::size_t(params_.least_s / step_s), kWindow);
    levels_.push(float(level_));
    float lowest = levels_[0], highest = levels_[0];
    bool still = levels_.size() >= steps;
    for (std::size_t i = 1; still && i < steps; ++i) {
        lowest = std::min(lowest, levels_[i]);
        highest = std::max(highest, levels_[i]);
        still = highest - lowest < params_.still;
    }
    if (still && !still_)
        still_since_ = now - from_seconds(params_.least_s + lag_s());
    still_ = still;
}

void Holds::seek(Time now, BreathState& state)
{
    if (!still_ || to_seconds(now - here_since_) < needed_s(place_))
        return;
    constexpr std::array kKind{EventKind::expiratory_hold, EventKind::hold,
                               EventKind::inspiratory_hold};
    held_at_ = level_;
    spell_ = Spell(kKind[place_]);
    spell_.begin(still_since_, now, to_seconds(now - still_since_) - lag_s(), state);
}

void Holds::follow(Time now, double step_s, BreathState& state)
{
    const double away = std::fabs(level_ - held_at_);
    if (away > params_.moves_on)
        return spell_.finish(now, state);
    held_at_ += std::min(step_s / params_.drift_s, 1.) * (level_ - held_at_);
    if (away > params_.still)
        return;
    const Time seen = now - from_seconds(lag_s());
    spell_.seen(seen, to_seconds(seen - spell_.start()));
}

Holds::Place Holds::place_of(double level) const
{
    return level > params_.top ? top : level < params_.bottom ? bottom : middle;
}

double Holds::needed_s(Place place) const
{
    const auto& stays = stays_s_[place];
    return stays.size() < kEnough ? params_.unknown_s : params_.usual * dsp::median(stays);
}

} // namespace crura::breath
