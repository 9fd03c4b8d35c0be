#pragma once

#include "core/estimate.hpp"

namespace crura::breath {

// What is known of the breathing rate, each unknown where it has nothing to say [/min].
struct Rates {
    Estimate intervals; // of the last breaths
    Estimate spectrum;  // SpectralRate
    Estimate turning;   // ImuRate; unknown unless every band is a motion sensor
};

// The one that speaks. They are never averaged: half way between a rate and its octave nobody
// breathes.
//
// Motion sensors sway, and what was heard in them of a rate is better than their turns, unless the
// turns are even and say another rate altogether. Elsewhere the intervals speak, unless they are
// uneven and a spectrum of its own mind is not. Any thread.
Estimate fused(const Rates& rates);

} // namespace crura::breath
