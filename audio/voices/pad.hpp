#pragma once

#include "audio/block.hpp"
#include "dsp/ramp.hpp"

#include <array>
#include <cstddef>

namespace crura::audio {

// A soft chord on A2 that opens with the belly. Its level is proportional to `opening`; `warmth`
// changes the timbre only, from a hollow fifth to a full chord with overtones, at equal power.
//
// Each note is two oscillators a slow beat apart, turned against each other between the ears:
// the sound wanders, the power of both ears together does not.
class Pad {
public:
    explicit Pad(double sample_rate_hz);

    // [audio] Adds one block. opening, warmth: 0 .. 1
    void render(float opening, float warmth, Block& mix) noexcept;

private:
    static constexpr std::size_t kNotes = 6;

    // A sine and its two next harmonics, by turning a unit vector.
    struct Oscillator {
        Oscillator() = default;
        Oscillator(double frequency_hz, double start_turns, double sample_rate_hz);

        float cosine = 1;
        float sine = 0;
        float turn_cosine = 1; // by how much the vector turns in one frame
        float turn_sine = 0;
    };
    using Sound = std::array<float, kBlockFrames>;
    static void add(Oscillator& oscillator, dsp::Line level, dsp::Line second, dsp::Line third,
                    Sound& sound) noexcept;

    struct Note {
        Oscillator low;
        Oscillator high;
        float level = 0; // at the end of the last block
    };

    std::array<Note, kNotes> notes_;
    float second_; // level of the harmonics against the fundamental, at the end of the last block
    float third_;
    dsp::Ramp opening_;
    dsp::Ramp warmth_;
};

} // namespace crura::audio
