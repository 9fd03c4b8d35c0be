#include "engine/cue_map.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace crura::engine {
namespace {

constexpr double kUsualBreath_s = 4; // while no rate is known
constexpr double kUsualInspiration_s = 1.5;

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

// What is followed: the belly where there is one.
double belly(const BreathState& breath)
{
    const BandState& abdomen = breath[Band::abdominal];
    return abdomen.valid ? abdomen.displacement : breath.displacement;
}

float level(const BandState& band)
{
    return band.valid ? unit(opening(band.displacement)) : MidiCue::kUnknown;
}

double breath_time_s(const BreathState& breath)
{
    return breath.breath_rate_bpm.known ? 60 / breath.breath_rate_bpm.value : 0;
}

bool audible(const SessionState& session)
{
    return session.running && !session.finished && !session.braked;
}

} // namespace

Cues CueMap::operator()(const Snapshot& now, std::span<const Sample> samples, Levels levels,
                        double step_s) noexcept
{
    const bool heard = audible(now.session);
    presence_ = fade(now, step_s);
    newest_(samples);
    turns_(now.time, now.breath, heard && now.breath.confidence > params_.silent_confidence);
    guide_(now.time, now.target, heard);
    if (now.session.prompt != SessionState::kNone)
        sentence_ = {sentence_.count + 1, now.session.step, now.session.prompt};
    if (now.session.phrase != Phrase::none)
        sentence_ = {sentence_.count + 1, kPhraseStep, std::int16_t(now.session.phrase)};

    Cues cues{audio(now, levels, step_s), midi(now, step_s), {}, newest_.time()};
    cues.audio.room = unit(together_(now.time, step_s, samples));
    cues.touch.level = cues.audio.touch = unit(touch(now) * presence_);
    cues.audio.raw = cues.midi.raw = cues.touch.raw = newest_.value();
    return cues;
}

AudioCue CueMap::audio(const Snapshot& now, Levels levels, double step_s) noexcept
{
    const double shown = belly(now.breath);
    const double breath_s = breath_time_s(now.breath);
    const Estimate& share = now.breath.abdominal_share;

    AudioCue cue;
    cue.tick = now.tick;
    cue.presence = unit(presence_);
    cue.panic = now.session.braked;
    cue.own_level = unit(levels.own);
    cue.opening = unit(opening(shown));
    cue.movement = unit(movement_(step_s, shown, breath_s > 0 ? breath_s : kUsualBreath_s));
    cue.falling = unit(falling_(now.time, step_s, now.breath));
    cue.warmth = share.known ? unit(share.value) : 0.5f;
    cue.inspiration = turns_.inspiration();
    cue.expiration = turns_.expiration();
    cue.guide_level = unit(now.target.level * levels.guide);
    cue.guide = unit(now.target.displacement);
    cue.guide_falling = unit(guide_.falling());
    cue.guide_inspiration = guide_.inspiration();
    cue.guide_expiration = guide_.expiration();
    cue.sentence = sentence_;
    return cue;
}

MidiCue CueMap::midi(const Snapshot& now, double step_s) noexcept
{
    const Estimate& share = now.breath.abdominal_share;

    MidiCue cue;
    cue.sounding = presence_ > 0 && !now.session.braked;
    cue.breath = unit(opening(now.breath.displacement));
    cue.thoracic = level(now.breath[Band::thoracic]);
    cue.abdominal = level(now.breath[Band::abdominal]);
    cue.abdominal_share = share.known ? unit(share.value) : MidiCue::kUnknown;
    cue.agreement = agreement_(step_s, now.breath.displacement, now.target);
    cue.guide = now.target.level > 0 ? unit(now.target.displacement) : MidiCue::kUnknown;
    cue.cycle_position = unit(now.breath.cycle_position);
    cue.breath_time_s = float(breath_time_s(now.breath));
    for (const Onset& onset : now.breath.onsets) {
        cue.inspiration_onset |= onset.phase == Phase::inspiration;
        cue.expiration_onset |= onset.phase == Phase::expiration;
    }
    cue.inspiration = turns_.inspiration();
    cue.expiration = turns_.expiration();
    return cue;
}

double CueMap::touch(const Snapshot& now) noexcept
{
    const bool guided = now.target.level > 0;
    if (guided != std::exchange(guided_, guided))
        guided ? touch_.follow(now.time, guide_.inspiration(), guide_.expiration())
               : touch_.follow(now.time, turns_.inspiration(), turns_.expiration());
    if (guided)
        return touch_(now.time, guide_.inspiration(), guide_.expiration(),
                      now.target.inspiratory_time_s);
    const Estimate& usual_s = now.breath.inspiratory_time_s;
    return touch_(now.time, turns_.inspiration(), turns_.expiration(),
                  usual_s.known ? usual_s.value : kUsualInspiration_s);
}

double CueMap::fade(const Snapshot& now, double step_s) noexcept
{
    const double trust = (now.breath.confidence - params_.silent_confidence)
        / (params_.full_confidence - params_.silent_confidence);
    const bool asleep = now.target.stage == GuideStage::sleep;
    const double wanted = audible(now.session) && !asleep ? std::clamp(trust, 0., 1.) : 0;
    const double out_s = now.session.braked ? params_.brake_s
        : asleep && audible(now.session)    ? params_.sleep_s
                                            : params_.fade_out_s;
    return wanted > presence_ ? std::min(wanted, presence_ + step_s / params_.fade_in_s)
                              : std::max(wanted, presence_ - step_s / out_s);
}

} // namespace crura::engine
