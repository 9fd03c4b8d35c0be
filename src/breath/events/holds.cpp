#include "breath/events/holds.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(50);
static_assert(OpposedBands::kStepS == 0.05);

} // namespace

Holds::Holds(Params params)
    : params_(params), stillness_(params.stillness), stays_(params.stays),
      upheaval_(params.upheaval), opposed_(params.opposed), pauses_(params.pauses)
{
}

void Holds::learn(const Breath& breath)
{
    opposed_.learn(breath);
    pauses_.learn(pause_s_);
    pause_s_ = 0;
    const Estimate& apart = breath.opposed_deg;
    upheaval_.learn(!apart.known || apart.value < params_.opposed.together_deg);
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
    last_ = now;
    level_ = state.displacement;
    for (std::size_t b = 0; b < kBands; ++b)
        bands_[b] = state.band[b].level;
    stillness_.restart();
    opposed_.restart();
    stays_.begin(now, level_);
}

void Holds::step(Time now, double step_s, BreathState& state)
{
    smooth(now, step_s, state);
    watch(now, step_s, state);
    if (spell_.on())
        follow(now, step_s, state);
    else if (upheaval_.settled(now))
        seek(now, state);
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

void Holds::watch(Time now, double step_s, const BreathState& state)
{
    if (upheaval_(now, step_s, level_, state))
        opposed_.forget();
    stillness_(now, step_s, level_, lag_s());
    stays_.keep(now, !opposed_.on() && upheaval_.settled(now));
    if (!stillness_.on())
        stays_(now, level_);
    else if (stays_.place() == Stays::bottom)
        pause_s_ = std::max(pause_s_, to_seconds(now - stillness_.since()) - lag_s());
}

void Holds::seek(Time now, BreathState& state)
{
    constexpr std::array kKind{EventKind::expiratory_hold, EventKind::hold,
                               EventKind::inspiratory_hold};
    if (opposed_.on())
        begin(EventKind::isovolume_hold, opposed_.since() - from_seconds(lag_s()), now, state);
    else if (rests(now) && agree(state))
        begin(kKind[stays_.place()], stillness_.since(), now, state);
}

// Still, for longer than usual, and from the beginning: shallow breath rests at the bottom as well,
// but not all the time that it is there. What seems the middle may be the bottom, for a while after
// a hold.
bool Holds::rests(Time now) const
{
    const double at_bottom_s = upheaval_.sure() ? 0 : needed_s(Stays::bottom);
    const double needed = std::max(needed_s(stays_.place()), at_bottom_s);
    return stillness_.on() && to_seconds(now - stays_.since()) >= needed
        && to_seconds(stillness_.since() - upheaval_.last_fair()) < params_.fair_s
        && to_seconds(stillness_.since() - stays_.since()) < std::max(params_.late_s, needed / 2);
}

double Holds::needed_s(Stays::Place place) const
{
    const double usual_s = stays_.usual_s(place);
    return usual_s > 0 ? params_.usual * usual_s : params_.unknown_s;
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
    spell_.begin(start, now, to_seconds(now - start) - lag_s(), state);
    if (!spell_.on())
        return;
    held_at_ = held_level();
    held_drift_ = isovolume() ? 0 : stillness_.leak(level_);
    scale_.freeze(level_, bands_, state);
}

void Holds::follow(Time now, double step_s, BreathState& state)
{
    const double off = held_level() - held_at_, away = std::fabs(off);
    if (over(now, away))
        return finish(now, state);
    held_at_ += step_s * (held_drift_ + off / params_.drift_s);
    held_drift_ -= step_s / stillness_.leak_s() * held_drift_;
    const bool rests = isovolume() ? opposed_.on() : stillness_.on();
    if (away > params_.stays_within || !rests)
        return;
    const Time seen = now - from_seconds(lag_s());
    spell_.seen(seen, to_seconds(seen - spell_.start()));
}

// Whether the hold under way is, at least as what it was.
bool Holds::over(Time now, double away)
{
    if (!isovolume())
        return away > params_.moves_on || opposed_.on()
            || to_seconds(now - stillness_.last()) > params_.restless_s;
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

void Holds::finish(Time now, BreathState& state)
{
    upheaval_.hold_ended();
    if (isovolume())
        opposed_.restart();
    if (scale_.frozen())
        stillness_.restart();
    scale_.release();
    spell_.finish(now, state);
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

} // namespace crura::breath
