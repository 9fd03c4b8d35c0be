#pragma once

#include "core/sample.hpp"

#include <span>

namespace crura::dsp {

// For recordings whose samples were stamped when they arrived, several at a time, as Bluetooth and
// USB hand them on:
//
//     measured    | | | | | | | | | | | |
//     stamped             ||||    ||||    ||||
//
// A packet is a run of samples that follow each other within a quarter of the usual interval. Its
// last sample was measured at its stamp; those before it are spread evenly back to the packet
// before, but no further apart than half as much again as usual, so that a pause stays one. Stamps
// that are even, or merely jitter, stay as they are.

// Of one channel, in the order of measurement; they may be equal but never go back.
void spread_packets(std::span<Time> stamps);

// Of every channel by itself. The samples are in the order of time, before and after.
void spread_packets(std::span<Sample> samples);

} // namespace crura::dsp
