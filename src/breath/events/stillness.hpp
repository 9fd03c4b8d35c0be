#pragma once

#include "core/time.hpp"
#include "dsp/history.hpp"

#include <algorithm>
#include <cstddef>

namespace crura::breath {

// Whether a displacement has stood still for the last few seconds, but for a slow drift: the tilt
// of a motion sensor and the tension of some belts leak away towards their mean, the more the
// further they are from it. Any thread; a plain value.
class Stillness {
public:
    struct Params {
        double still = 0.10;     // of a breath: it moves no more (AASM: less by 90 %); 0.05 .. 0.2
        double least_s = 3;      // for so long; 1 .. 5
        double any_drift = 0.03; // of a breath a second, anywhere; 0 .. 0.05
        double leak_s = 16;      // time constant of a leak; 8 .. 60
        double margin = 1.3;     // of the drift that it explains; 1 .. 2
        double mean = 0.35;      // displacement that it leaks to; 0.2 .. 0.5
    };

    explicit Stillness(Params params) : params_(params) {}

    // Every `step_s`. `lag_s`: how late `level` is.
    void operator()(Time now, double step_s, double level, double lag_s)
    {
        const auto steps = std::min(std::size_t(params_.least_s / step_s), kWindow);
        levels_.push(float(level));
        bool still = levels_.size() >= steps;
        if (still) {
            const double slope = slope_of(steps);
            drift_ = slope / step_s;
            still = range_about(slope, steps) < params_.still && leaks(level);
        }
        if (still && !still_)
            since_ = now - from_seconds(params_.least_s + lag_s);
        still_ = still;
        if (still)
            last_ = now;
    }

    void restart()
    {
        levels_.clear();
        still_ = false;
    }

    bool on() const { return still_; }
    Time since() const { return since_; }
    Time last() const { return last_; } // when it was on

    // Of that time, where it is towards the mean [breaths / s].
    double leak(double level) const { return drift_ * (params_.mean - level) > 0 ? drift_ : 0; }
    double leak_s() const { return params_.leak_s; }

private:
    static constexpr std::size_t kWindow = 100; // steps

    double slope_of(std::size_t count) const // by least squares, a step
    {
        const double n = double(count), middle = 0.5 * (n - 1);
        double moment = 0;
        for (std::size_t age = 0; age < count; ++age)
            moment += (middle - double(age)) * double(levels_[age]);
        return 12 * moment / (n * (n * n - 1));
    }

    double range_about(double slope, std::size_t count) const
    {
        double lowest = double(levels_[0]), highest = lowest;
        for (std::size_t age = 1; age < count; ++age) {
            const double level = double(levels_[age]) + slope * double(age);
            lowest = std::min(lowest, level);
            highest = std::max(highest, level);
        }
        return highest - lowest;
    }

    bool leaks(double level) const
    {
        const double expected = params_.margin * (params_.mean - level) / params_.leak_s;
        return drift_ < std::max(expected, 0.) + params_.any_drift
            && drift_ > std::min(expected, 0.) - params_.any_drift;
    }

    Params params_;
    dsp::History<float, kWindow> levels_;
    bool still_ = false;
    Time since_{}, last_{};
    double drift_ = 0; // a second
};

} // namespace crura::breath
