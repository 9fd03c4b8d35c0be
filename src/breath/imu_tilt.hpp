#pragma once

#include "breath/vector.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace crura::breath {

// Breathing as the tilt of gravity in a sensor that lies on the body: how far the direction of
// gravity has swung from its slow mean, along the axis in which it swings most [deg].
//
// The axis is the first principal component of the quick part of the swing, followed recursively
// (C <- C + (x x' - C) / n, w <- C w / |C w|), which keeps its sign continuous (Schipper 2021,
// Physiol Meas 42:045004). Quick, and cut at `most_deg`, because the sway of a posture is slow and
// large (docs/breath.md). The sign as such means nothing: PolarityVote finds it. A turn of more
// than `posture_deg` is a change of posture, after which mean and axis are found anew. Any thread;
// a plain value.
class ImuTilt {
public:
    struct Params {
        double sample_rate_hz = 100;
        double mean_s = 60;      // time constant of the slow mean: posture, not breath
        double quick_s = 2;      // what moves more slowly does not say where the axis is
        double axis_s = 15;      // memory of the breathing axis
        double most_deg = 1.5;   // a larger swing counts as one of this size
        double posture_deg = 20; // more is not breathing
    };

    explicit ImuTilt(Params params)
        : params_(params), posture_cos_(std::cos(params.posture_deg / kDegrees))
    {
    }

    // The specific force in any unit, or any vector that points up; not zero.
    double operator()(Vector up)
    {
        up = normalised(up);
        if (dot(up, mean_) < posture_cos_ * std::sqrt(dot(mean_, mean_)))
            age_ = 0;
        ++age_;
        const Vector swing = follow(mean_, up, params_.mean_s);
        learn_axis(follow(quick_mean_, up, params_.quick_s));
        return dot(swing, axis_) * kDegrees;
    }

private:
    // The plain mean since the beginning until that is longer than the time constant.
    double step(double time_constant_s) const
    {
        return std::max(1 / double(age_),
                        1 - std::exp(-1 / (time_constant_s * params_.sample_rate_hz)));
    }

    Vector follow(Vector& mean, const Vector& up, double time_constant_s) const
    {
        Vector from_mean;
        for (std::size_t i = 0; i < 3; ++i) {
            mean[i] += step(time_constant_s) * (up[i] - mean[i]);
            from_mean[i] = up[i] - mean[i];
        }
        return from_mean;
    }

    void learn_axis(Vector swing)
    {
        const double length_deg = std::sqrt(dot(swing, swing)) * kDegrees;
        for (auto& each : swing)
            each *= std::min(1., params_.most_deg / std::max(length_deg, 1e-9));
        Vector next{};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j)
                spread_[i][j] += step(params_.axis_s) * (swing[i] * swing[j] - spread_[i][j]);
            next[i] = dot(spread_[i], axis_);
        }
        if (dot(next, next) > 0)
            axis_ = normalised(next);
    }

    Params params_;
    double posture_cos_;
    double age_ = 0; // samples since the beginning or the last change of posture
    Vector mean_{}, quick_mean_{};
    std::array<Vector, 3> spread_{};
    Vector axis_{0.577, 0.577, 0.577};
};

} // namespace crura::breath
