#pragma once

#include <cstddef>
#include <cstdint>

namespace crura {

// What is wrong with a sensor, for the person who can put it right.
enum class SensorFault : std::uint8_t {
    none,
    silent,      // sends nothing
    stuck,       // sends the same value again and again
    saturated,   // at the end of its range
    loose,       // moves much less than it did, or hardly more than its noise
    upside_down, // its values fall on inspiration
    swapped,     // chest and belly are the wrong way round
    noisy,
    moved, // slipped, was put on anew, or the body lies otherwise
};
inline constexpr std::size_t kSensorFaults = 9;

// Why a signal is only as good as it is.
enum class QualityReason : std::uint8_t {
    good,
    no_signal,
    starting, // too little was heard yet
    weak,     // hardly more than its noise
    saturated,
    moving,
    losing, // samples are missing
    irregular,
    apart, // the two bands do not go together
};

} // namespace crura
