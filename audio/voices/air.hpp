#pragma once

#include <cstdint>

namespace crura::audio {

// White noise, -1 .. 1. G. Marsaglia, Xorshift RNGs (2003).
class WhiteNoise {
public:
    explicit WhiteNoise(std::uint32_t seed) : state_(seed) {} // not 0

    float operator()() noexcept
    {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 17;
        state_ ^= state_ << 5;
        return float(std::int32_t(state_)) * 0x1p-31f;
    }

private:
    std::uint32_t state_;
};

} // namespace crura::audio
