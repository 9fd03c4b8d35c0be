#pragma once

#include <array>
#include <cstddef>

namespace crura::audio {

// Sound is made in blocks of this many frames, however many the sound card asks for: so it is the
// same sound on every card, and parameters are worked out 750 times a second.
inline constexpr std::size_t kBlockFrames = 64;

struct Block {
    std::array<float, kBlockFrames> left{};
    std::array<float, kBlockFrames> right{};
};

} // namespace crura::audio
