#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::engine {

// How far the breath is from its turns: 0 where it turns and in its pauses .. 1 half way between.
//
// Not the speed itself, of which a deep breath has more. Speed and distance from the middle are the
// legs of a triangle, and one grows as the other falls:
//
//     movement = speed / hypot(speed, 2 pi / breath time * distance)
//
// is |cos| of where a sine is in its cycle, however high the sine is. Any thread; a plain value.
class Movement {
public:
    struct Params {
        double smooth = 0.018; // time constant of the speed's two low-passes, in breaths
        double still = 0.18;   // less is noise, 0 .. 1
        double height = 0.12;  // of the smallest breath that moves, in usual breaths
        double forget = 1.5; // how soon the extremes of the last breaths are forgotten, in breaths
    };

    explicit Movement(Params params) : params_(params) {}

    // `displacement` as in BandState. `breath_time_s` is the usual one.
    double operator()(double step_s, double displacement, double breath_time_s) noexcept
    {
        const double leap = displacement - last_;
        still_s_ += step_s;
        if (std::fabs(leap) > kFastest * std::max(still_s_, kTick_s) / breath_time_s)
            for (double* each : {&half_smooth_, &smooth_, &lowest_, &highest_})
                *each += leap; // another band, not a movement
        if (leap != 0)
            still_s_ = 0;
        last_ = displacement;
        return follow(step_s, displacement, breath_time_s);
    }

private:
    static constexpr double kFastest = 12; // usual breaths in the time of one
    static constexpr double kTick_s = 0.02;

    double follow(double step_s, double displacement, double breath_time_s) noexcept
    {
        const double smooth_s = params_.smooth * breath_time_s;
        const double part = 1 - std::exp(-step_s / smooth_s);
        half_smooth_ += part * (displacement - half_smooth_);
        smooth_ += part * (half_smooth_ - smooth_);
        const double speed = (half_smooth_ - smooth_) / smooth_s;

        const double forget = 1 - std::exp(-movement_ * step_s / (params_.forget * breath_time_s));
        lowest_ = std::min(smooth_, lowest_ + forget * (smooth_ - lowest_));
        highest_ = std::max(smooth_, highest_ + forget * (smooth_ - highest_));
        const double distance = std::hypot(smooth_ - (lowest_ + highest_) / 2, params_.height / 2);
        const double pull = 2 * std::numbers::pi / breath_time_s * distance;
        const double movement = std::fabs(speed) / std::hypot(speed, pull);
        movement_ = std::max(0., (movement - params_.still) / (1 - params_.still));
        return movement_;
    }

    Params params_;
    double last_ = 0;
    double still_s_ = 0;                  // since the displacement changed: sensors send rarely
    double half_smooth_ = 0, smooth_ = 0; // the displacement
    double lowest_ = 0, highest_ = 0;     // that it was in the last breaths
    double movement_ = 0;
};

} // namespace crura::engine
