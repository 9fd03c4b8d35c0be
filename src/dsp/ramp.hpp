#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace crura::dsp {

// A parameter within one block: frame i, counted from 0, has the value from + (i + 1) * step.
struct Line {
    float from = 0;
    float step = 0;
};

// A parameter of a sound that follows its target and never jumps: once a block it decides how far
// to go, and inside the block it goes there in a straight line.
//
//      target  ____________          a change of the target is first limited in speed,
//      value   ___.--''''            then rounded with a time constant
class Ramp {
public:
    struct Params {
        double time_s = 0.015; // after a small change, 63 % of the way is done
        double rise_per_s = std::numeric_limits<double>::infinity(); // never goes up faster
        double fall_per_s = std::numeric_limits<double>::infinity(); // never comes down faster
    };

    Ramp(Params params, double sample_rate_hz, std::size_t block_frames, float start = 0)
        : frames_(float(block_frames)), goal_(start), value_(start)
    {
        const double block_s = double(block_frames) / sample_rate_hz;
        approach_ = float(1 - std::exp(-block_s / params.time_s));
        rise_ = float(params.rise_per_s * block_s);
        fall_ = float(params.fall_per_s * block_s);
    }

    // The next block, on the way to `target`, which is finite.
    Line operator()(float target) noexcept
    {
        goal_ = std::clamp(target, goal_ - fall_, goal_ + rise_);
        const float from = value_;
        value_ += approach_ * (goal_ - value_);
        if (std::fabs(goal_ - value_) < kArrived)
            value_ = goal_;
        return {from, (value_ - from) / frames_};
    }

    // At the end of the last block.
    float value() const noexcept { return value_; }

private:
    static constexpr float kArrived = 1e-5f; // -100 dB: nobody hears the last bit of the way

    float frames_;
    float approach_; // share of the way done in one block
    float rise_;     // per block
    float fall_;     // per block
    float goal_;
    float value_;
};

} // namespace crura::dsp
