#pragma once

#include "audio/block.hpp"

#include <array>
#include <cstddef>

namespace crura::audio {

// How high a sound goes between its samples as well as at them: what a converter will make of it.
// Four points a sample, as ITU-R BS.1770-4 asks, by band-limited interpolation; so it knows a
// sample's neighbourhood only kDelayFrames later.
class TruePeak {
public:
    static constexpr std::size_t kDelayFrames = 8;
    using Sound = std::array<float, kBlockFrames>;

    // [audio] Takes a block, replaces it by the sound kDelayFrames earlier, and gives the highest
    // absolute value of that.
    float operator()(Sound& sound) noexcept;

private:
    static constexpr std::size_t kTaps = 2 * kDelayFrames;

    std::array<float, kTaps - 1 + kBlockFrames> recent_{}; // what came before, and the block
};

} // namespace crura::audio
