#include "breath/gravity.hpp"

#include <algorithm>

namespace crura::breath {

Gravity::Gravity(Band site, Params params)
    : site_(site), params_(params),
      smooth_{dsp::LowPass(params.smooth_hz, kFrameRateHz),
              dsp::LowPass(params.smooth_hz, kFrameRateHz),
              dsp::LowPass(params.smooth_hz, kFrameRateHz)}
{
}

std::optional<Vector> Gravity::operator()(const Frame& frame)
{
    const Kind kind = kind_in(frame);
    if (kind == Kind::none || kind > kind_)
        return std::nullopt;
    const bool anew =
        kind < kind_ || !last_ || to_seconds(frame.time - *last_) > params_.gap_s;
    kind_ = kind;
    last_ = frame.time;
    switch (kind) {
    case Kind::fusion:
        return up_ = fuse(vector(frame, Quantity::acceleration_x),
                          vector(frame, Quantity::angular_rate_x), anew);
    case Kind::orientation:
        return up_ = normalised(turned_up(frame));
    default:
        return up_ = smooth(vector(frame, Quantity::acceleration_x), anew);
    }
}

Gravity::Kind Gravity::kind_in(const Frame& frame) const
{
    const Vector force = vector(frame, Quantity::acceleration_x);
    const bool accelerates = has(frame, Quantity::acceleration_x, 3) && dot(force, force) > 0;
    if (accelerates && has(frame, Quantity::angular_rate_x, 3))
        return Kind::fusion;
    const Vector up = turned_up(frame);
    if (has(frame, Quantity::quaternion_w, 4) && dot(up, up) > 0)
        return Kind::orientation;
    return accelerates ? Kind::acceleration : Kind::none;
}

bool Gravity::has(const Frame& frame, Quantity first, std::size_t count) const
{
    for (std::size_t i = 0; i < count; ++i)
        if (!frame.has({site_, first + i}))
            return false;
    return true;
}

Vector Gravity::vector(const Frame& frame, Quantity first) const
{
    return {frame[{site_, first}], frame[{site_, first + 1}], frame[{site_, first + 2}]};
}

// u' = -w x u, with w = gyroscope - bias + k e and e = (measured up) x u; bias' = -(k / bias_s) e.
// At first the pull is quicker: the plain mean of what the accelerometer has said so far.
Vector Gravity::fuse(const Vector& force, const Vector& rate_dps, bool anew)
{
    const double step_s = 1 / kFrameRateHz;
    const Vector measured = normalised(force);
    if (anew) {
        age_s_ = 0;
        return measured;
    }
    age_s_ += step_s;
    const double pull = std::max(1 / params_.correct_s, 1 / (age_s_ + step_s));
    const Vector error = cross(measured, up_);
    bias_ = sum(bias_, error, -step_s * std::min(pull, 1.) / params_.bias_s);
    const Vector rate =
        sum(sum(scaled(rate_dps, 1 / kDegrees), bias_, -1), error, pull);
    return normalised(sum(up_, cross(rate, up_), -step_s));
}

Vector Gravity::smooth(const Vector& force, bool anew)
{
    Vector smoothed;
    for (std::size_t i = 0; i < 3; ++i) {
        if (anew)
            smooth_[i].reset(force[i]);
        smoothed[i] = smooth_[i](force[i]);
    }
    return normalised(smoothed);
}

// The world's vertical turned into the sensor by the inverse of its orientation.
Vector Gravity::turned_up(const Frame& frame) const
{
    const auto value = [&](Quantity quantity) { return frame[{site_, quantity}]; };
    const double w = value(Quantity::quaternion_w), x = value(Quantity::quaternion_x),
                 y = value(Quantity::quaternion_y), z = value(Quantity::quaternion_z);
    return {2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
}

} // namespace crura::breath
