#pragma once

#include "core/estimate.hpp"
#include "core/frame.hpp"
#include "dsp/history.hpp"

#include <cstddef>
#include <optional>

namespace crura::dsp {
class Spectrum;
}

namespace crura::breath {

// The breathing rate from the spectrum of the last 32 s, without looking at single breaths: turns
// too many or too few, as among heavy steps, do not touch it. Where breaths are told well their
// intervals are better, for a spectrum blurs a rate that changes.
//
// Once a second it costs a transform of 128 points. Any thread; a plain value.
class SpectralRate {
public:
    struct Params {
        double slowest_hz = 0.15; // below, drift and sway outweigh a few slow breaths
        double fastest_hz = 1;    // above are the steps of one foot
        double gap_s = 1.2;       // after a longer one it begins anew
        double doubtful = 0.25;   // with less quality nothing is said
    };

    explicit SpectralRate(Params params);

    // Every frame: where the breath is, or nothing in a gap.
    void operator()(std::optional<double> displacement);

    // Unknown until 32 s were heard, and where no rate stands out.
    const Estimate& rate_bpm() const { return rate_bpm_; }

    // 0 .. 1: share of all power below 2 Hz that is near that rate.
    double quality() const { return quality_; }

private:
    static constexpr std::size_t kPoints = 128;
    static constexpr unsigned kFrames = 25; // in a point
    static constexpr double kPointRateHz = kFrameRateHz / kFrames;

    void look();

    Params params_;
    const dsp::Spectrum* spectrum_;
    dsp::History<float, kPoints> points_;
    double last_ = 0; // displacement that was measured
    double sum_ = 0;  // of the point under way
    unsigned frames_ = 0;
    unsigned unseen_ = 0;  // points since the last look
    unsigned missing_ = 0; // frames, in a row
    Estimate rate_bpm_;
    double quality_ = 0;
};

} // namespace crura::breath
