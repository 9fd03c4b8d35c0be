#include "breath/events/holds.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(50);
constexpr double kKeepS = 4; // that opposed bands are known after

struct Line {
    double slope = 0; // a step
    double range = 0; // of the values about it
};

template <std::size_t N>
Line line_through(const dsp::History<float, N>& values, std::size_t count)
{
    const double n = double(count), middle = 0.5 * (n - 1);
    double moment = 0;
    for (std::size_t age = 0; age < count; ++age)
        moment += (middle - double(age)) * double(values[age]);
    Line line{12 * moment / (n * (n * n - 1)), 0};
    double lowest = double(values[0]), highest = lowest;
    for (std::size_t age = 1; age < count; ++age) {
        const double level = double(values[age]) + line.slope * double(age);
        lowest = std::min(lowest, level);
        highest = std::max(highest, level);
    }
    line.range = highest - lowest;
    return line;
}

} // namespace

void Holds::learn(const Breath& breath)
{
    opposed_.learn(breath);
    pauses_.learn(pause_s_);
    pause_s_ = 0;
    const bool apart =
        breath.opposed_deg.known && breath.opposed_deg.value > params_.opposed.together_deg;
    if (!apart && highest_ > params_.fair_height && lowest_ < params_.fair_rest)
        ++fair_breaths_;
    lowest_ = highest_ = level_;
}

void Holds::operator()(Time now, BreathState& state)
{
    if (!heard(state)) {
        listening_ = false;
        scale_.release();
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
    upset(now, step_s, state);
    watch(now, step_s);
    keep_stays(now);
    if (!still_)
        move_to(place_of(level_), now);
    if (spell_.on())
        follow(now, step_s, state);
    else if (settled(now))
        seek(now, state);
}

// A body that turns over, or a belt that slips: until the breath has been seen again nothing is
// known of where in it the body is.
void Holds::upset(Time now, double step_s, const BreathState& state)
{
    lowest_ = std::min(lowest_, level_);
    highest_ = std::max(highest_, level_);
    if (level_ > params_.fair_height)
        last_fair_ = now;
    high_s_ = state.displacement > params_.high ? high_s_ + step_s : 0;
    const bool moves = state.motion.level >= params_.most_motion && !state.tremor.on;
    if (!moves && !low(state) && high_s_ < params_.high_s)
        return;
    upset_ = now;
    settled_at_ = fair_breaths_ + params_.settle_breaths;
    opposed_.forget();
}

// The bands by themselves: while they oppose each other only one of them is followed.
bool Holds::low(const BreathState& state) const
{
    double sum = 0;
    int bands = 0;
    for (const BandState& band : state.band) {
        sum += band.valid ? band.displacement : 0;
        bands += band.valid;
    }
    return bands > 0 && sum < bands * params_.low;
}

bool Holds::settled(Time now) const
{
    return !upset_ || fair_breaths_ >= settled_at_ || to_seconds(now - *upset_) > params_.settle_s;
}

// What is only later understood to be no breath shall not become usual.
void Holds::keep_stays(Time now)
{
    if (opposed_.on() || !settled(now))
        stays_s_ = stays_before_[0] = stays_before_[1];
    if (to_seconds(now - stays_kept_) < kKeepS)
        return;
    stays_before_[1] = stays_before_[0];
    stays_before_[0] = stays_s_;
    stays_kept_ = now;
}

void Holds::smooth(Time now, double step_s, const BreathState& state)
{
    const double part = std::min(step_s / params_.smooth_s, 1.);
    bool both = true;
    for (std::size_t b = 0; b < kBands; ++b) {
        both = both && state.band[b].valid;
        bands_[b] += part * (state.band[b].level - bands_[b]);
    }
    level_ = scale_.frozen() ? scale_(bands_) : level_ + part * (state.displacement - level_);
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

// Whether the last few seconds were still, but for a slow drift: the tilt of a motion sensor and
// the tension of some belts leak away.
void Holds::watch(Time now, double step_s)
{
    const auto steps = std::min(std::size_t(params_.least_s / step_s), kWindow);
    levels_.push(float(level_));
    bool still = levels_.size() >= steps;
    if (still) {
        const Line line = line_through(levels_, steps);
        drift_ = line.slope / step_s;
        still = line.range < params_.still && leaks(drift_);
    }
    if (still && !still_)
        still_since_ = now - from_seconds(params_.least_s + lag_s());
    still_ = still;
    if (!still)
        return;
    last_still_ = now;
    if (place_ == bottom)
        pause_s_ = std::max(pause_s_, to_seconds(now - still_since_) - lag_s());
}

// A sensor that leaks drifts towards its mean, and the more the further it is away.
bool Holds::leaks(double drift) const
{
    const double expected = params_.leak * (params_.mean - level_) / params_.leak_s;
    return drift < std::max(expected, 0.) + params_.any_drift
        && drift > std::min(expected, 0.) - params_.any_drift;
}

void Holds::seek(Time now, BreathState& state)
{
    constexpr std::array kKind{EventKind::expiratory_hold, EventKind::hold,
                               EventKind::inspiratory_hold};
    if (opposed_.on())
        begin(EventKind::isovolume_hold, opposed_.since() - from_seconds(lag_s()), now, state);
    else if (rests(now) && agree(state))
        begin(kKind[place_], still_since_, now, state);
}

// Still, for longer than usual, and from the beginning: shallow breath rests at the bottom as well,
// but not all the time that it is there.
bool Holds::rests(Time now) const
{
    const bool sure = fair_breaths_ >= sure_at_;
    const double needed = std::max(needed_s(place_), sure ? 0 : needed_s(bottom));
    return still_ && to_seconds(now - here_since_) >= needed
        && to_seconds(still_since_ - last_fair_) < params_.fair_s
        && to_seconds(still_since_ - here_since_) < std::max(params_.late_s, needed / 2);
}

// Whether the sum of the bands stands about where they stand.
bool Holds::agree(const BreathState& state) const
{
    double sum = 0;
    int bands = 0;
    for (const BandState& band : state.band)
        if (band.valid && band.tidal_amplitude > 0) {
            sum += band.displacement;
            ++bands;
        }
    return bands == 0 || std::fabs(state.displacement - sum / bands) < params_.disagree;
}

void Holds::begin(EventKind kind, Time start, Time now, BreathState& state)
{
    if (to_seconds(start - spell_.last_seen()) > params_.same_s)
        held_since_ = start;
    else
        start = spell_.last_seen();
    spell_ = Spell(kind);
    held_at_ = held_level();
    last_still_ = now;
    const bool to_mean = drift_ * (params_.mean - level_) > 0;
    held_drift_ = kind != EventKind::isovolume_hold && to_mean ? drift_ : 0;
    scale_.freeze(level_, bands_, state);
    spell_.begin(start, now, to_seconds(now - start) - lag_s(), state);
}

void Holds::follow(Time now, double step_s, BreathState& state)
{
    const double off = held_level() - held_at_, away = std::fabs(off);
    if (over(now, away)) {
        sure_at_ = fair_breaths_ + params_.sure_breaths;
        if (spell_.kind() == EventKind::isovolume_hold)
            opposed_.restart();
        if (scale_.frozen())
            levels_.clear();
        scale_.release();
        return spell_.finish(now, state);
    }
    held_at_ += step_s * (held_drift_ + off / params_.drift_s);
    held_drift_ -= step_s / params_.leak_s * held_drift_;
    const bool rests = spell_.kind() == EventKind::isovolume_hold ? now == last_opposed_ : still_;
    if (away > params_.still || !rests)
        return;
    const Time seen = now - from_seconds(lag_s());
    spell_.seen(seen, to_seconds(seen - spell_.start()));
}

// Whether the hold under way is, at least as what it was.
bool Holds::over(Time now, double away)
{
    if (spell_.kind() != EventKind::isovolume_hold)
        return away > params_.moves_on || opposed_.on()
            || to_seconds(now - last_still_) > params_.restless_s;
    if (opposed_.on())
        last_opposed_ = now;
    const double since_s = to_seconds(now - last_opposed_);
    if (away < params_.moves_on && since_s < params_.opposed_s)
        return false;
    if (since_s > params_.opposed_back_s) { // the bands had stopped before the breath went on
        const Time end =
            std::max(last_opposed_ - from_seconds(params_.opposed_back_s), spell_.start());
        spell_.seen(end, to_seconds(end - spell_.start()));
    }
    return true;
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
