#pragma once

#include "dsp/history.hpp"

#include <array>
#include <complex>
#include <cstddef>
#include <optional>

namespace crura::dsp {

// Where in its cycle an oscillation of known frequency is at the newest sample, without waiting for
// what comes: the endpoint-corrected Hilbert transform (ecHT; Schreglmann et al., Nat Commun
// 2021;12:363) with closed-form gain correction (c-ecHT; Osmers and Kolossa, arXiv 2601.13962).
//
// ecHT is a complex FIR: take the spectrum of the last window, weigh its positive frequencies with
// a causal band-pass, transform back, look at the last point. Here the window is one period and the
// band counts in frequencies of the oscillation, so the FIR is the same for every frequency and is
// designed once; what changes with the frequency is where on the past its taps fall. A window of
// whole periods also has no ripple from the mirror frequency: leakage() is 0 at the frequency
// itself, and bounds the ripple when that is only nearly known.
//
// A breath is no pure tone. The gain is therefore the mean of the FIR's over a spread around the
// frequency; with the gain at the frequency alone the phase would come a few degrees early.
//
// Any thread; a plain value.
class AnalyticPhase {
public:
    struct Params {
        double sample_rate_hz = 10;
        double lowest = 0.45; // corners of the Butterworth band-pass, in frequencies of the
        double highest = 10;  // oscillation
        double spread = 0.25; // SD of the frequencies that the gain is the mean of, relative
    };

    struct Point {
        double angle_deg; // -180 .. 180, 0 at a maximum
        double amplitude; // [signal units]
    };

    explicit AnalyticPhase(Params params);

    void push(double level) { levels_.push(float(level)); }
    void clear() { levels_.clear(); }

    // At the newest sample or `age_s` before it; nothing where the past does not reach back a whole
    // period. A period longer than kLongestS is taken as that long.
    std::optional<Point> operator()(double frequency_hz, double age_s = 0) const;

    // |G(-f)| / |G(f)| for an f that is off the assumed frequency by this share: the largest ripple
    // of the angle [rad].
    double leakage(double off) const;

    // By how much a pure tone of the assumed frequency comes late, for the spread of the gain.
    double tone_lag_deg() const;

    static constexpr double kLongestS = 20;

private:
    static constexpr std::size_t kTaps = 40; // a period
    static constexpr std::size_t kSamples = 256;

    std::complex<double> gain(double relative_frequency) const;
    double level_at(double age) const;

    Params params_;
    std::array<std::complex<float>, kTaps> taps_{};
    History<float, kSamples> levels_;
};

} // namespace crura::dsp
