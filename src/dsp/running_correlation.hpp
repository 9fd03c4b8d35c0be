#pragma once

#include <cmath>
#include <cstddef>

namespace crura::dsp {

// Pearson's correlation of two signals from their beginning until now (Welford's recurrence, so
// that a large constant costs no digits). Any thread; a plain value.
class RunningCorrelation {
public:
    void operator()(double a, double b)
    {
        const double n = double(++count_);
        const double da = a - mean_a_, db = b - mean_b_;
        mean_a_ += da / n;
        mean_b_ += db / n;
        aa_ += da * (a - mean_a_);
        bb_ += db * (b - mean_b_);
        ab_ += da * (b - mean_b_);
    }

    // -1 .. 1; 0 while one of them has not changed.
    double value() const { return aa_ > 0 && bb_ > 0 ? ab_ / std::sqrt(aa_ * bb_) : 0; }

    std::size_t count() const { return count_; }

private:
    std::size_t count_ = 0;
    double mean_a_ = 0, mean_b_ = 0;
    double aa_ = 0, bb_ = 0, ab_ = 0;
};

} // namespace crura::dsp
