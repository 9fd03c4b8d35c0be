#pragma once

#include <cmath>
#include <numbers>

namespace crura::dsp {

// Second-order Butterworth high-pass (bilinear transform, corner at -3.01 dB), one sample at a
// time: 12 dB less for every octave below the corner. Any thread; a plain value.
class HighPass {
public:
    HighPass(double cutoff_hz, double sample_rate_hz)
    {
        const double w = std::tan(std::numbers::pi * cutoff_hz / sample_rate_hz);
        const double norm = 1 / (1 + std::numbers::sqrt2 * w + w * w);
        b0_ = norm;
        a1_ = 2 * (w * w - 1) * norm;
        a2_ = (1 - std::numbers::sqrt2 * w + w * w) * norm;
    }

    // The first sample counts as if it had been there for ever.
    double operator()(double x)
    {
        if (!started_) {
            s1_ = -b0_ * x;
            s2_ = b0_ * x;
            started_ = true;
        }
        const double y = b0_ * x + s1_;
        s1_ = -2 * b0_ * x - a1_ * y + s2_;
        s2_ = b0_ * x - a2_ * y;
        return y;
    }

    void restart() { started_ = false; }

private:
    double b0_, a1_, a2_;
    double s1_ = 0, s2_ = 0;
    bool started_ = false;
};

} // namespace crura::dsp
