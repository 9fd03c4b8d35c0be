#pragma once

#include "core/frame.hpp"

namespace crura::breath {

// Signals are smoothed frame by frame; turns are looked for in every second.
inline constexpr unsigned kTurnEvery = 2;
inline constexpr double kTurnRateHz = kFrameRateHz / kTurnEvery;

} // namespace crura::breath
