#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace crura::dsp {

// How far two bands were apart over a breath, by what dsp::Asynchrony said while it lasted.
//
// Rougher than what one clean breath says by itself, but it holds where that does not: for a breath
// of few samples, one that is hardly correlated, and one that turns out to be several.
struct SlidingMean {
    double phase_angle_deg; // circular mean, -180 .. 180
    double opposed_deg;     // 0 .. 180
};

// The breath is samples `first` to `last`; what lies before and after them helps. Evenly sampled,
// inspiration positive, same lengths. Nothing when there is too little to hear. Any thread.
std::optional<SlidingMean> sliding_mean(std::span<const double> thoracic,
                                        std::span<const double> abdominal, std::size_t first,
                                        std::size_t last, double sample_rate_hz);

} // namespace crura::dsp
