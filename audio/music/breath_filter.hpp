#pragma once

#include "audio/block.hpp"
#include "audio/music/music.hpp"
#include "audio/voices/air.hpp"
#include "dsp/ramp.hpp"

namespace crura::audio {

// Makes music breathe: softer, darker and airier as the breath closes.
class BreathFilter {
public:
    BreathFilter(const Music::Settings& settings, double sample_rate_hz);

    // [audio] Adds one block of `music`. All levels 0 .. 1; `presence` is how much of the music is
    // there.
    void render(float level, float opening, float presence, const Block& music,
                Block& mix) noexcept;

private:
    // A trapezoidal state variable filter, stable while its corner moves.
    // A. Simper, Linear Trapezoidal Integrated State Variable Filter (2013).
    struct LowPass {
        float operator()(float x, float corner) noexcept;
        float first = 0;
        float second = 0;
    };

    float corner(float opening) const noexcept;

    Music::Settings settings_;
    double sample_rate_hz_;
    dsp::Ramp level_;
    dsp::Ramp opening_;
    dsp::Ramp presence_;
    Air air_;
    LowPass left_;
    LowPass right_;
    float corner_;   // tan(pi cutoff / sample rate), at the end of the last block
    float gain_ = 0; // of the music
    float airy_ = 0; // gain of the air
};

} // namespace crura::audio
