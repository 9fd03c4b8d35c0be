#pragma once

#include "audio/block.hpp"
#include "dsp/ramp.hpp"

#include <cstdint>

namespace crura::audio {

// The guide's wave: noise like a breath or like surf, louder and brighter the higher the wave.
// Its level is proportional to `height`.
class Wave {
public:
    explicit Wave(double sample_rate_hz, std::uint32_t seed = 0x6c078965); // seed: not 0

    // [audio] Adds one block. height: 0 .. 1
    void render(float height, Block& mix) noexcept;

private:
    // White noise -1 .. 1. G. Marsaglia, Xorshift RNGs (2003).
    struct Noise {
        float operator()() noexcept;
        std::uint32_t state;
    };

    // White noise in, the colour of air out: rumble taken off, falling gently from the body of the
    // sound, and steeply from `brightness` upwards.
    struct Air {
        float operator()(float white, float body, float rumble, float brightness) noexcept;
        float body_state = 0;
        float rumble_state = 0;
        float first = 0; // state of the low-pass
        float second = 0;
    };

    double sample_rate_hz_;
    float body_; // coefficients of the one-pole filters
    float rumble_;
    float level_; // makes the loudness independent of the sample rate
    Noise middle_;
    Noise side_;
    Air left_;
    Air right_;
    float brightness_; // tan(pi cutoff / sample rate), at the end of the last block
    dsp::Ramp height_;
};

} // namespace crura::audio
