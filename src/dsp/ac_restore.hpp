#pragma once

#include <algorithm>
#include <numbers>

namespace crura::dsp {

// Displacement from a sensor that has been through a first-order high-pass, as a piezo belt has:
// its charge leaks away, so that its signal leads the breath, by 0.3 s at rest, and runs back to
// zero while the breath is held. With x the signal less its slow mean,
//
//     z[n] = (1 - leak) z[n-1] + x[n] - x[n-1] + 2 pi corner (x[n] + x[n-1]) / 2 fs
//
// is what was there before the high-pass, but for what changes more slowly than the leak. The leak
// is itself a high-pass: at 0.02 Hz it would still lead by 0.7 s at 4 breaths a minute. Drift moves
// no turns, so it may be as slow as this. Any thread; a plain value.
class AcRestore {
public:
    struct Params {
        double sample_rate_hz = 100;
        double corner_hz = 0.1;  // of the sensor's high-pass; docs/breath/quality.md has a table
        double leak_hz = 0.0002; // of the integral: keeps it from running off
        double mean_hz = 0.0004; // corner of the slow mean
    };

    explicit AcRestore(Params params) : params_(params) { set_corner(params.corner_hz); }

    double operator()(double signal)
    {
        const double follow = 2 * std::numbers::pi * params_.mean_hz / params_.sample_rate_hz;
        const double slow = 2 * std::numbers::pi * params_.leak_hz / params_.sample_rate_hz;
        const double leak = std::max(slow, 0.25 / (samples_ + 1));
        mean_ += std::max(follow, 1 / ++samples_) * (signal - mean_);
        if (samples_ == 1)
            last_ = signal;
        const double middle = 0.5 * (signal + last_) - mean_;
        restored_ += signal - last_ + gain_ * middle - leak * restored_;
        last_ = signal;
        return restored_;
    }

    // Better known, from now on: nothing jumps.
    void set_corner(double corner_hz)
    {
        params_.corner_hz = corner_hz;
        gain_ = 2 * std::numbers::pi * corner_hz / params_.sample_rate_hz;
    }

    double corner_hz() const { return params_.corner_hz; }

private:
    Params params_;
    double gain_ = 0; // of the integral, a sample
    double restored_ = 0;
    double last_ = 0;
    double mean_ = 0;
    double samples_ = 0; // in the mean
};

} // namespace crura::dsp
