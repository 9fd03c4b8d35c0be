#pragma once

#include <cstddef>
#include <vector>

namespace crura::sound {

// A short piece of sound in memory.
struct Clip {
    double sample_rate_hz = 0;
    std::size_t channels = 0;
    std::vector<float> interleaved; // full scale is -1 .. 1

    std::size_t frames() const { return channels == 0 ? 0 : interleaved.size() / channels; }
    double length_s() const { return sample_rate_hz > 0 ? double(frames()) / sample_rate_hz : 0; }
};

} // namespace crura::sound
