#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>

namespace crura {

// Where on the body a sensor sits.
enum class Band : std::uint8_t {
    thoracic,
    abdominal,
    sacral, // does not breathe: the reference for what the whole trunk does
};
inline constexpr std::size_t kBands = 2; // that breathe
inline constexpr std::size_t kSites = 3; // that may bear a sensor

// What one number of a sensor measures.
enum class Quantity : std::uint8_t {
    displacement,   // stretch or girth, rises or falls with inspiration [sensor units]
    flow,           // airflow or its like, the derivative of displacement [sensor units / s]
    acceleration_x, // specific force along the sensor's own axes [g]
    acceleration_y,
    acceleration_z,
    angular_rate_x, // [deg/s]
    angular_rate_y,
    angular_rate_z,
    quaternion_w, // orientation, unit quaternion
    quaternion_x,
    quaternion_y,
    quaternion_z,
    displacement_ac, // displacement through a high-pass, as a piezo belt has it [sensor units]
    togetherness,    // how far a group breathes together, 0 .. 1; of no body, so of any band
};
inline constexpr std::size_t kQuantities = 14;

struct Channel {
    Band band;
    Quantity quantity;

    friend constexpr bool operator==(Channel, Channel) = default;
};
inline constexpr std::size_t kChannels = kSites * kQuantities;

// 0 .. kChannels - 1: thoracic channels first.
constexpr std::size_t index_of(Channel channel)
{
    return std::size_t(channel.band) * kQuantities + std::size_t(channel.quantity);
}

constexpr Channel channel_at(std::size_t index)
{
    return {Band(index / kQuantities), Quantity(index % kQuantities)};
}

// The quantity that lies `offset` after `first`, for the axes of a vector.
constexpr Quantity operator+(Quantity first, std::size_t offset)
{
    return Quantity(std::size_t(first) + offset);
}

// One number from one sensor, in that sensor's unit, as measured and never altered: this is what
// is recorded.
struct Sample {
    Time time{}; // host time of the measurement, not of its arrival
    double value = 0;
    Channel channel{};
};

} // namespace crura
