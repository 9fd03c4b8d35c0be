#pragma once

#include "core/sample.hpp"

#include <array>
#include <bitset>

namespace crura {

inline constexpr double kFrameRateHz = 100;
inline constexpr Duration kFrameStep = std::chrono::milliseconds(10);

// All channels at one instant of the uniform grid. Every value is finite; one that is not valid is
// the last that was.
struct Frame {
    Time time{};
    std::array<double, kChannels> value{}; // by index_of(channel), in the sample's unit
    std::bitset<kChannels> valid;          // measured, or bridged over a short gap
    std::bitset<kChannels> bridged;        // interpolated over, or held through, a short gap

    double operator[](Channel channel) const { return value[index_of(channel)]; }
    bool has(Channel channel) const { return valid[index_of(channel)]; }
};

} // namespace crura
