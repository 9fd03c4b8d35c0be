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
        if (!begun_)
            lowest_ = highest_ = last_ = displacement;
        begun_ = true;
        follow(step_s, displacement, breath_time_s);
        const double middle = (lowest_ + highest_) / 2;
        const double distance = std::hypot(displacement - middle, params_.height / 2);
        const double pull = 2 * std::numbers::pi / breath_time_s * distance;
        const double movement = std::fabs(speed_) / std::hypot(speed_, pull);
        return std::max(0., (movement - params_.still) / (1 - params_.still));
    }

private:
    static constexpr double kFastest = 12; // breaths a breath time: a leap is not breathing

    void follow(double step_s, double displacement, double breath_time_s) noexcept
    {
        if (step_s <= 0)
            return;
        const double most = kFastest / breath_time_s * step_s;
        const double speed = std::clamp(displacement - last_, -most, most) / step_s;
        last_ = displacement;
        const double part = 1 - std::exp(-step_s / (params_.smooth * breath_time_s));
        half_smooth_ += part * (speed - half_smooth_);
        speed_ += part * (half_smooth_ - speed_);
        const double forget = 1 - std::exp(-step_s / (params_.forget * breath_time_s));
        lowest_ = std::min(displacement, lowest_ + forget * (displacement - lowest_));
        highest_ = std::max(displacement, highest_ + forget * (displacement - highest_));
    }

    Params params_;
    bool begun_ = false;
    double last_ = 0;
    double half_smooth_ = 0, speed_ = 0; // usual breaths a second
    double lowest_ = 0, highest_ = 0;    // of the last breaths
};

} // namespace crura::engine
