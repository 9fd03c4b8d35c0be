#pragma once

#include <cmath>
#include <numbers>

namespace crura::dsp {

// Second-order Butterworth low-pass (bilinear transform, corner at -3.01 dB), one sample at a time.
//
// Well below the corner it delays by group_delay_s(), about sqrt(2) / (2 pi cutoff_hz): whoever
// back-dates an event found on the output subtracts that.
class LowPass {
public:
    LowPass(double cutoff_hz, double sample_rate_hz)
    {
        const double w = std::tan(std::numbers::pi * cutoff_hz / sample_rate_hz);
        group_delay_s_ = 1 / (std::numbers::sqrt2 * w * sample_rate_hz);
        const double norm = 1 / (1 + std::numbers::sqrt2 * w + w * w);
        b0_ = w * w * norm;
        a1_ = 2 * (w * w - 1) * norm;
        a2_ = (1 - std::numbers::sqrt2 * w + w * w) * norm;
    }

    double operator()(double x)
    {
        if (!started_)
            reset(x);
        const double y = b0_ * x + s1_;
        s1_ = 2 * b0_ * x - a1_ * y + s2_;
        s2_ = b0_ * x - a2_ * y;
        return y;
    }

    // As if the input had been `x` for ever.
    void reset(double x)
    {
        s1_ = x * (1 - b0_);
        s2_ = x * (b0_ - a2_);
        started_ = true;
    }

    double group_delay_s() const { return group_delay_s_; }

private:
    double group_delay_s_;
    double b0_, a1_, a2_;
    double s1_ = 0, s2_ = 0;
    bool started_ = false;
};

} // namespace crura::dsp
