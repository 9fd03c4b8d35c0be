#pragma once

#include "audio/block.hpp"
#include "dsp/ramp.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::audio {

// Noise for the ears of someone who rests: pink, without rumble, and soft above a brightness that
// may move. Wide: what the ears hear is related but not the same.
//
//      dB      ____
//           .-'    ''''----....____        3 dB an octave, as wind, rain and surf
//         .'                       ''.     15 dB an octave
//        /                            '.
//       170 Hz                   brightness
class Air {
public:
    Air(double sample_rate_hz, std::uint32_t seed); // not 0

    // [audio] Adds one block. With a gain of 1 and a brightness of 2 kHz its root mean square is
    // about 0.05 in each ear. The brightness, 100 .. 8000 Hz, glides from that of the last block.
    void render(double brightness_hz, dsp::Line left, dsp::Line right, Block& mix) noexcept;

private:
    static constexpr std::size_t kShelves = 4;

    // One step down of the pink staircase: a pole and an octave above it a zero.
    struct Shelf {
        float pole = 0;
        float zero = 0;
        float gain = 1;
    };
    struct Ear {
        std::array<float, kShelves> in{}, out{};
        float rumble[2]{};
        float low[2]{}; // of the low-pass
    };

    float white() noexcept;
    float coloured(Ear& ear, float x) const noexcept;
    float corner(double cutoff_hz) const noexcept;

    double sample_rate_hz_;
    std::array<Shelf, kShelves> shelves_;
    float rumble_; // coefficient of the high-pass
    float unit_;   // makes the loudness independent of the sample rate
    std::uint32_t state_;
    float brightness_; // tan(pi cutoff / sample rate), at the end of the last block
    Ear left_;
    Ear right_;
};

} // namespace crura::audio
