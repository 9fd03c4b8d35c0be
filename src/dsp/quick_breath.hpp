#pragma once

#include "dsp/moving_low_pass.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::dsp {

// Whether a signal is that of somebody who breathes as quickly as others walk: an infant, a
// panting person. Steps ride on a slower breath, so with them the signal has two frequencies; a
// quick breath has one.
//
// The frequency is RMS speed over RMS level, and once more RMS acceleration over RMS speed: where
// one frequency is alone both agree, or else the second is higher. Any thread; a plain value.
class QuickBreath {
public:
    struct Params {
        double sample_rate_hz = 50;
        double slowest_hz = 0.3; // slower than this is drift
        double cutoff_hz = 2;    // quicker than this is no breath
        double slow_hz = 0.55;   // a breath that slow is not quick at all,
        double quick_hz = 0.75;  // one that quick is, up to here,
        double step_hz = 1.4;    // but what is quicker may be steps
        double run_hz = 1.6;     // and that quick, it is
        double alone = 1.3;      // ratio of both frequencies, up to which one is alone
        double crowd = 1.45;     // and from which it is not
        double forget_s = 4;     // time constant
    };

    explicit QuickBreath(Params params)
        : params_(params), middle_{MovingLowPass(params.slowest_hz, params.sample_rate_hz)},
          smooth_{MovingLowPass(params.cutoff_hz, params.sample_rate_hz),
                  MovingLowPass(params.cutoff_hz, params.sample_rate_hz)}
    {
    }

    void operator()(double x)
    {
        const double smooth = smooth_[1](smooth_[0](x));
        middle_(smooth);
        const double level = middle_.above();
        const double speed = level - level_, acceleration = speed - speed_;
        level_ = level;
        speed_ = speed;
        const double forget = 1 / (params_.forget_s * params_.sample_rate_hz);
        const double sizes[3] = {level * level, speed * speed, acceleration * acceleration};
        double excess = 1;
        for (int i = 0; i < 3; ++i)
            if (heard_ > kEnough && power_[i] > 0)
                excess = std::max(excess, sizes[i] / (kMost * power_[i]));
        for (int i = 0; i < 3; ++i)
            power_[i] += forget * (sizes[i] / excess - power_[i]);
        heard_ += forget * (1 - heard_);
    }

    void reset(double x)
    {
        for (auto& smooth : smooth_)
            smooth.reset(x);
        middle_.reset(x);
        level_ = speed_ = 0;
    }

    // 0 no .. 1 it is.
    double value() const
    {
        if (heard_ <= kEnough || power_[0] <= 0 || power_[1] <= 0)
            return 0;
        const double radians = std::sqrt(power_[1] / power_[0]);
        const double higher = std::sqrt(power_[2] / power_[1]);
        const double hz = radians * params_.sample_rate_hz / (2 * std::numbers::pi);
        const auto between = [](double none, double x, double all) {
            return std::clamp((x - none) / (all - none), 0., 1.);
        };
        return between(params_.slow_hz, hz, params_.quick_hz)
            * between(params_.run_hz, hz, params_.step_hz)
            * between(params_.crowd, higher / radians, params_.alone);
    }

private:
    static constexpr double kMost = 2.5; // of its power, is what a sample of a movement counts for
    static constexpr double kEnough = 0.6; // of the memory, to tell a movement from breath

    Params params_;
    MovingLowPass middle_;
    MovingLowPass smooth_[2];
    double level_ = 0, speed_ = 0;
    double power_[3] = {}; // of level, speed and acceleration
    double heard_ = 0;     // 0 .. 1: how full the memory is
};

} // namespace crura::dsp
