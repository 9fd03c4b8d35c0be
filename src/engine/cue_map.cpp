#include "engine/cue_map.hpp"

#include <algorithm>
#include <cmath>

namespace crura::engine {
namespace {

float unit(double value)
{
    return float(std::clamp(value, 0., 1.));
}

// A usual inspiration opens three quarters; a deeper one goes on, ever more slowly, towards all.
double opening(double displacement)
{
    constexpr double kUsual = 0.75;
    constexpr double kRest = 1 - kUsual;
    if (displacement <= 1)
        return kUsual * displacement;
    return 1 - kRest * std::exp(-kUsual / kRest * (displacement - 1));
}

// What the pad follows: the belly where there is one.
double belly(const BreathState& breath)
{
    const BandState& abdomen = breath[Band::abdominal];
    return abdomen.valid ? abdomen.displacement : breath.displacement;
}

} // namespace

Cues CueMap::operator()(std::uint64_t tick, double step_s, const BreathState& breath,
                        const Target& target, Levels levels, bool audible) noexcept
{
    const double presence = fade(breath, step_s, audible);
    const Estimate& share = breath.abdominal_share;

    Cues cues;
    cues.audio.tick = tick;
    cues.audio.presence = unit(presence);
    cues.audio.own_level = unit(levels.own);
    cues.audio.opening = unit(opening(belly(breath)));
    cues.audio.warmth = share.known ? unit(share.value) : 0.5f;
    cues.audio.guide_level = unit(target.level * levels.guide);
    cues.audio.guide = unit(target.displacement);

    cues.midi.sounding = presence > 0;
    cues.midi.breath = unit(opening(breath.displacement));
    cues.midi.abdominal_share = share.known ? unit(share.value) : MidiCue::kUnknown;
    for (const Onset& onset : breath.onsets) {
        cues.midi.inspiration_onset |= onset.phase == Phase::inspiration;
        cues.midi.expiration_onset |= onset.phase == Phase::expiration;
    }
    return cues;
}

double CueMap::fade(const BreathState& breath, double step_s, bool audible) noexcept
{
    const double trust = (breath.confidence - params_.silent_confidence)
        / (params_.full_confidence - params_.silent_confidence);
    const double wanted = audible ? std::clamp(trust, 0., 1.) : 0;
    presence_ = wanted > presence_ ? std::min(wanted, presence_ + step_s / params_.fade_in_s)
                                   : std::max(wanted, presence_ - step_s / params_.fade_out_s);
    return presence_;
}

} // namespace crura::engine
