#include "breath/events/holds.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(50);

} // namespace

void Holds::learn(const Breath& breath)
{
    opposed_.learn(breath);
    pauses_.learn(pause_s_);
    pause_s_ = 0;
}

void Holds::operator()(Time now, BreathState& state)
{
    if (!heard(state)) {
        listening_ = false;
        if (spell_.on())
            spell_.finish(now, state);
    } else if (!listening_) {
        reset(now, state);
    } else if (now - last_ >= kStep) {
        step(now, to_seconds(now - last_), state);
        last_ = now;
    }
    say(state);
}

void Holds::step(Time now, double step_s, BreathState& state)
{
    smooth(now, step_s, state);
    move_to(place_of(level_), now);
    watch(now, step_s);
    if (spell_.on())
        follow(now, step_s, state);
    else
        seek(now, state);
}

void Holds::smooth(Time now, double step_s, const BreathState& state)
{
    const double part = std::min(step_s / params_.smooth_s, 1.);
    level_ += part * (state.displacement - level_);
    bool both = true;
    for (std::size_t b = 0; b < kBands; ++b) {
        both = both && state.band[b].valid;
        bands_[b] += part * (state.band[b].level - bands_[b]);
    }
    if (both)
        opposed_(now, bands_);
    else
        opposed_.restart();
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

void Holds::reset(Time now, const BreathState& state)
{
    listening_ = true;
    last_ = here_since_ = now;
    level_ = state.displacement;
    for (std::size_t b = 0; b < kBands; ++b)
        bands_[b] = state.band[b].level;
    levels_.clear();
    opposed_.restart();
    still_ = false;
    place_ = place_of(level_);
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
    if (still && place_ == bottom)
        pause_s_ = std::max(pause_s_, to_seconds(now - still_since_) - lag_s());
}

void Holds::seek(Time now, BreathState& state)
{
    constexpr std::array kKind{EventKind::expiratory_hold, EventKind::hold,
                               EventKind::inspiratory_hold};
    if (opposed_.on())
        begin(EventKind::isovolume_hold, opposed_.since() - from_seconds(lag_s()), now, state);
    else if (still_ && to_seconds(now - here_since_) >= needed_s(place_))
        begin(kKind[place_], still_since_, now, state);
}

void Holds::begin(EventKind kind, Time start, Time now, BreathState& state)
{
    if (to_seconds(start - spell_.last_seen()) > params_.same_s)
        held_since_ = start;
    else
        start = spell_.last_seen();
    spell_ = Spell(kind);
    held_at_ = held_level();
    spell_.begin(start, now, to_seconds(now - start) - lag_s(), state);
}

void Holds::follow(Time now, double step_s, BreathState& state)
{
    const double away = std::fabs(held_level() - held_at_);
    if (away > params_.moves_on || (opposed_.on() && spell_.kind() != EventKind::isovolume_hold))
        return spell_.finish(now, state);
    held_at_ += std::min(step_s / params_.drift_s, 1.) * (held_level() - held_at_);
    if (away > params_.still)
        return;
    const Time seen = now - from_seconds(lag_s());
    spell_.seen(seen, to_seconds(seen - spell_.start()));
}

void Holds::say(BreathState& state) const
{
    state.hold = {.limit_s = pauses_.limit_s()};
    if (!spell_.on())
        return;
    state.hold.on = true;
    state.hold.kind = spell_.kind();
    state.hold.held_s = to_seconds(last_ - held_since_);
}

// Where the breath is held, in usual breaths.
double Holds::held_level() const
{
    return spell_.kind() == EventKind::isovolume_hold ? opposed_.sum() : level_;
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
