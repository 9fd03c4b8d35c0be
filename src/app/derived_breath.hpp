#pragma once

#include "core/sample.hpp"
#include "core/time.hpp"
#include "record/recording.hpp"

#include <array>
#include <vector>

namespace crura::app {

inline constexpr double kDerivedHz = 100;

// The breath as the engine follows it, BandState::level at every hundredth of a second since
// `origin`: what it last said, NaN where that is older than 30 ms or the band had no valid signal.
// Inspiration is up by the polarity that was known at the end. Runs the engine over the recording's
// ticks. Any thread.
std::array<std::vector<double>, kBands> derived_breath(const record::Recording& recording,
                                                       Time origin);

} // namespace crura::app
