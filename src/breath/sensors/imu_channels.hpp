#pragma once

#include "breath/sensors/vector.hpp"
#include "core/frame.hpp"

#include <optional>

namespace crura::breath {

// Three numbers of one sensor, if all are measured.
inline std::optional<Vector> vector_of(const Frame& frame, Band site, Quantity first)
{
    Vector vector;
    for (std::size_t i = 0; i < 3; ++i) {
        if (!frame.has({site, first + i}))
            return std::nullopt;
        vector[i] = frame[{site, first + i}];
    }
    return vector;
}

// Specific force [g]. A sensor may say only zeros before its first measurement.
inline std::optional<Vector> acceleration_of(const Frame& frame, Band site)
{
    const auto force = vector_of(frame, site, Quantity::acceleration_x);
    return force && dot(*force, *force) > 0 ? force : std::nullopt;
}

// The world's vertical turned into the sensor by the inverse of its orientation.
inline std::optional<Vector> up_by_orientation(const Frame& frame, Band site)
{
    const auto axis = vector_of(frame, site, Quantity::quaternion_x);
    if (!axis || !frame.has({site, Quantity::quaternion_w}))
        return std::nullopt;
    const auto [x, y, z] = *axis;
    const double w = frame[{site, Quantity::quaternion_w}];
    const Vector up{2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
    return dot(up, up) > 0 ? std::optional(up) : std::nullopt;
}

} // namespace crura::breath
