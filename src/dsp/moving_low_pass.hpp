#pragma once

#include <cmath>
#include <numbers>

namespace crura::dsp {

// Second-order Butterworth low-pass whose corner may move while it runs: as LowPass, but nothing
// jumps when the corner does. A state-variable filter with the trapezoidal rule; Zavalishin, "The
// Art of VA Filter Design", ch. 4. Any thread; a plain value.
class MovingLowPass {
public:
    MovingLowPass(double cutoff_hz, double sample_rate_hz) : sample_rate_hz_(sample_rate_hz)
    {
        move_to(cutoff_hz);
    }

    void move_to(double cutoff_hz)
    {
        g_ = std::tan(std::numbers::pi * cutoff_hz / sample_rate_hz_);
        gain_ = 1 / (1 + g_ * (g_ + std::numbers::sqrt2));
    }

    double operator()(double x)
    {
        if (!started_)
            reset(x);
        const double high = gain_ * (x - (g_ + std::numbers::sqrt2) * band_ - low_);
        const double band = band_ + g_ * high;
        const double low = low_ + g_ * band;
        band_ = band + g_ * high;
        low_ = low + g_ * band;
        above_ = high;
        return low;
    }

    // As if the input had been `x` for ever.
    void reset(double x)
    {
        low_ = x;
        band_ = 0;
        above_ = 0;
        started_ = true;
    }

    // What the newest input has above the corner: the second-order Butterworth high-pass.
    double above() const { return above_; }

    double group_delay_s() const { return 1 / (std::numbers::sqrt2 * g_ * sample_rate_hz_); }

private:
    double sample_rate_hz_;
    double g_ = 0, gain_ = 1;
    double low_ = 0, band_ = 0; // twice the integrators' states
    double above_ = 0;
    bool started_ = false;
};

} // namespace crura::dsp
