#pragma once

#include "audio/block.hpp"
#include "audio/voices/tone.hpp"
#include "dsp/ramp.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace crura::audio {

// A tone below hearing's favourite range, for a transducer on the body. Such transducers ring: so
// every change of strength, however sudden, becomes a raised cosine over the edge time.
//
//      strength  _____|''''|_____          sound's envelope  ____.-''-.____
class HapticBand {
public:
    struct Settings {
        double frequency_hz = 50; // 40 .. 80
        double level_db = -12;    // of the tone's peak at strength 1; full scale is 0; -60 .. -6
        double edge_s = 0.12;     // from one strength to another, 0.1 .. 0.5
        double soft_start_s = 4;  // from nothing to full strength at the start, and after a mute
    };
    using Sound = std::array<float, kBlockFrames>;

    explicit HapticBand(double sample_rate_hz, Settings settings);

    // [audio] Fills one block; no DC, never above level_db. strength: 0 .. 1; `mute` ends what is
    // felt within the edge time.
    void render(float strength, bool mute, Sound& sound) noexcept;

private:
    std::vector<float> edge_;    // how much each of the last strengths counts; sums to 1
    std::vector<float> history_; // of strengths, a ring
    std::size_t newest_ = 0;
    dsp::Ramp start_;
    float level_;
    float envelope_ = 0; // at the end of the last block
    Tone tone_;
};

} // namespace crura::audio
