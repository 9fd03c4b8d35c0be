#pragma once

#include "dsp/history.hpp"

#include <cstddef>
#include <optional>

namespace crura::dsp {

// The corner of a sensor's high-pass, from its own signal: while the breath is held or rests after
// expiration the signal runs back to its zero exponentially, with the sensor's time constant.
//
//     x(t) - x(0) = -k (integral of x from 0 to t  -  c t),    corner = k / 2 pi
//
// is fitted to the last seconds, twice a second. It counts only when nothing is left over, when the
// zero c is where the signal's mean is, and when the signal came from far enough and went far
// enough; so breathing itself is never taken for a hold. What is said is the median of the last
// findings. Any thread; a plain value.
class AcCorner {
public:
    struct Params {
        double sample_rate_hz = 100;
        double lowest_hz = 0.03; // no belt is slower,
        double highest_hz = 0.5; // or faster
        double far = 0.8;        // a decay begins so far from zero, in RMS of the signal
        double most_left = 0.03; // RMS left over, of the decay
        double zero = 0.15;      // how far c may be from the mean, of the decay
    };

    explicit AcCorner(Params params) : params_(params) {}

    // Every sample; something when the corner has become known better.
    std::optional<double> operator()(double signal);

private:
    static constexpr double kStep_s = 0.1;
    static constexpr std::size_t kPoints = 31; // the last 3 s
    static constexpr std::size_t kTogether = 3;

    void learn(double signal);
    std::optional<double> fit() const;

    Params params_;
    double sum_ = 0; // of the step under way
    int summed_ = 0;
    int steps_ = 0;
    History<float, kPoints> points_; // means of 0.1 s
    double mean_ = 0, power_ = 0, age_ = 0;
    History<double, 5> found_;
};

} // namespace crura::dsp
