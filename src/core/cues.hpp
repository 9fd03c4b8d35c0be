#pragma once

#include <cstdint>

namespace crura {

// What the audio callback should make heard. All levels are 0 .. 1; the callback ramps to them.
struct AudioCue {
    std::uint64_t tick = 0; // changes with every engine tick; a tick that stays means a stall
    float presence = 0; // everything: fades in at the start, out at the end and on low confidence
    float pad = 0;      // the pad's opening: abdominal displacement
    float warmth = 0;   // the pad's timbre: abdominal share
    float wave = 0;     // the guide's wave: target displacement times its level
};

// What a synthesizer should be told.
struct MidiCue {
    static constexpr float kUnknown = -1;

    float breath = 0;                 // 0 .. 1
    float abdominal_share = kUnknown; // 0 .. 1
    bool inspiration_onset = false;   // in this tick
    bool expiration_onset = false;    // in this tick
    bool sounding = false;            // false: every note off
};

struct Cues {
    AudioCue audio;
    MidiCue midi;
};

} // namespace crura
