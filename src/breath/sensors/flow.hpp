#pragma once

#include <numbers>

namespace crura::breath {

// The corner of the leak that keeps integrated flow from running off, and of its slow mean.
inline constexpr double kFlowLeak_hz = 0.01;

// The flow from which Conditioner made the volume that is at `volume` and changes by
// `change_per_s`, but for a constant: leak and mean have each taken the same share of the volume.
inline double flow_of(double volume, double change_per_s)
{
    return change_per_s + 2 * (2 * std::numbers::pi * kFlowLeak_hz) * volume;
}

} // namespace crura::breath
