#pragma once

#include <optional>
#include <span>

namespace crura::dsp {

// How far the abdomen leads the rib cage over one breath, by the lag at which the two bands
// correlate best: theta = 360 lag / period.
//
// `thoracic` and `abdominal` are the same whole breath, inspiration positive, evenly sampled, at
// least 16 samples, same length. Returns degrees in -180 .. 180, positive when the abdomen leads,
// 180 for paradox; nothing when a band is flat. The straight line between its ends is taken off
// each band first, so drift does not turn the angle.
//
// Prisk et al., Pediatr Pulmonol 2002;34:462: cross-correlation errs by less than 5 degrees where
// the loop on the screen (Lissajous) errs by up to 30. Any thread.
std::optional<double> phase_angle_deg(std::span<const double> thoracic,
                                      std::span<const double> abdominal);

} // namespace crura::dsp
