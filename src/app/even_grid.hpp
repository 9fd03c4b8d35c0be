#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace crura::app {

// Samples that a sensor measured evenly, on the grid on which it did. Their stamps jitter, come in
// packets, drift against ours, and some samples never came:
//
//     measured    | | | | | | | | | | | |
//     stamped      | ||  |  |||     | | |
//     slot        0 1 2 3 4 5 6 . . 9 ...
//
// A sample's slot is counted on from the one before it, not looked up by its own stamp; a step of
// the stamps that stays tells how many were lost. Where the stamps step back for good, a sample
// that is the same as the one before it came twice; any other keeps a slot of its own, so that
// nothing is lost but the time of what follows is off by as much (worst_s tells).
struct EvenGrid {
    double rate_hz = 0; // 1/s of host time: the roundest number that keeps every sample in its slot
    std::vector<std::int64_t> slots; // by sample, ascending; kNoSlot: it came twice
    std::uint64_t doubles = 0;       // of these
    double worst_s = 0;              // furthest stamp, spread over its packet, from its slot

    // From the first to the last.
    std::int64_t slots_used() const;
};
inline constexpr std::int64_t kNoSlot = -1;

// The grid of samples in the order of time, not before `origin`, which is the time of slot 0. Where
// one of `known_hz` fits it is taken, so that sensors of one clock share a grid. Nothing for fewer
// than two stamps or where all are equal. Any thread.
std::optional<EvenGrid> even_grid(std::span<const Time> stamps, std::span<const double> values,
                                  Time origin, std::span<const double> known_hz = {});

} // namespace crura::app
