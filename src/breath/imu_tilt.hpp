#pragma once

#include <array>
#include <cmath>

namespace crura::breath {

using Vector = std::array<double, 3>;

inline double dot(const Vector& a, const Vector& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

// Breathing as the tilt of gravity in a sensor that lies on the body: how far the direction of
// gravity has swung from its slow mean, along the axis in which it swings most [deg].
//
// The axis is the first principal component of the swing, followed recursively
// (C <- C + (x x' - C) / n, w <- C w / |C w|), which keeps its sign continuous (Schipper 2021,
// Physiol Meas 42:045004). The sign as such means nothing: PolarityVote finds it. A turn of more
// than `posture_deg` is a change of posture and starts the mean anew. Any thread; a plain value.
class ImuTilt {
public:
    struct Params {
        double sample_rate_hz = 100;
        double mean_s = 20;      // time constant of the slow mean: posture, not breath
        double axis_s = 15;      // memory of the breathing axis
        double posture_deg = 20; // more is not breathing
    };

    explicit ImuTilt(Params params)
        : mean_step_(1 - std::exp(-1 / (params.mean_s * params.sample_rate_hz))),
          axis_step_(1 - std::exp(-1 / (params.axis_s * params.sample_rate_hz))),
          posture_cos_(std::cos(params.posture_deg / kDegrees))
    {
    }

    // The specific force in any unit, or any vector that points up; not zero.
    double operator()(Vector up)
    {
        up = normalised(up);
        if (!started_ || dot(up, mean_) < posture_cos_ * std::sqrt(dot(mean_, mean_)))
            mean_ = up;
        started_ = true;

        Vector swing;
        for (std::size_t i = 0; i < 3; ++i) {
            mean_[i] += mean_step_ * (up[i] - mean_[i]);
            swing[i] = up[i] - mean_[i];
        }
        follow_axis(swing);
        return dot(swing, axis_) * kDegrees;
    }

private:
    static constexpr double kDegrees = 57.29577951308232;

    static Vector normalised(Vector v)
    {
        const double length = std::sqrt(dot(v, v));
        if (length > 0)
            for (auto& each : v)
                each /= length;
        return v;
    }

    void follow_axis(const Vector& swing)
    {
        Vector next{};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j)
                spread_[i][j] += axis_step_ * (swing[i] * swing[j] - spread_[i][j]);
            next[i] = dot(spread_[i], axis_);
        }
        if (dot(next, next) > 0)
            axis_ = normalised(next);
    }

    double mean_step_, axis_step_, posture_cos_;
    bool started_ = false;
    Vector mean_{};
    std::array<Vector, 3> spread_{};
    Vector axis_{0.577, 0.577, 0.577};
};

} // namespace crura::breath
