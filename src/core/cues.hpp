#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace crura {

// Something that is to be heard or felt once. Hand-offs that carry only the newest cue may skip
// any of them, so moments are counted: a new count means that there is something to do at `due`,
// which lies a little ahead when the moment was predicted.
struct Moment {
    std::uint32_t count = 0; // of such moments so far
    Time due{};

    friend bool operator==(const Moment&, const Moment&) = default;
};

// In place of a step: what is said stands beside the program, and its prompt is a Phrase.
inline constexpr std::int16_t kPhraseStep = -2;

// A sentence to be spoken now. Counted as a Moment is.
struct Sentence {
    std::uint32_t count = 0;
    std::int16_t step = 0;   // index into the session's steps, or kPhraseStep
    std::int16_t prompt = 0; // index into the step's prompts, or the number of a Phrase
};

// What the audio callback should make heard. It says how the breath is and how loud a family of
// voices is to be; which voices there are is the soundscape's. All numbers are 0 .. 1; the callback
// ramps to them.
struct AudioCue {
    std::uint64_t tick = 0; // changes with every engine tick; a tick that stays means a stall
    float presence = 0; // everything: fades in at the start, out at the end and on low confidence
    bool panic = false; // a person asked for quiet: out at once, gently, but for what is said
                        // from then on

    // One's own breath.
    float own_level = 0;  // of the voices that follow it
    float opening = 0;    // abdominal displacement
    float movement = 0;   // 0 at the turns of the breath .. 1 between them
    float falling = 0;    // of an expiration: 1 at its start .. 0 where it will end; else 0
    float warmth = 0;     // abdominal share; 0.5 while unknown
    Moment inspiration{}; // onsets, as predicted
    Moment expiration{};

    // The breath that the guide shows.
    float guide_level = 0;
    float guide = 0; // displacement
    float guide_falling = 0;
    Moment guide_inspiration{};
    Moment guide_expiration{};

    float room = 0;  // how far a group breathes together
    float touch = 0; // the strength of what is felt
    Sentence sentence{};

    float raw = 0; // the newest sensor value as it came, for measuring latency [sensor units]
};

// What a synthesizer should be told. Levels are 0 .. 1.
struct MidiCue {
    static constexpr float kUnknown = -1;

    float breath = 0; // both bands together
    float thoracic = kUnknown;
    float abdominal = kUnknown;
    float abdominal_share = kUnknown;
    float agreement = kUnknown;     // of the breath with the guide
    float guide = kUnknown;         // the guide's displacement
    float cycle_position = 0;       // 0 at inspiration onset
    float breath_time_s = 0;        // 0 while unknown
    float raw = 0;                  // as AudioCue::raw
    bool inspiration_onset = false; // became certain in this tick
    bool expiration_onset = false;
    Moment inspiration{}; // onsets, as predicted
    Moment expiration{};
    bool sounding = false; // false: every note off
};

// What the skin should feel.
struct TouchCue {
    float level = 0; // 0 still .. 1 as strong as is permitted
    float raw = 0;   // as AudioCue::raw
};

struct Cues {
    AudioCue audio;
    MidiCue midi;
    TouchCue touch;
    Time sensed_at{}; // when the newest sample behind these cues was measured
};

} // namespace crura
