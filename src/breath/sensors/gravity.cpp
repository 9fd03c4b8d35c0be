#include "breath/sensors/gravity.hpp"

#include "breath/sensors/imu_channels.hpp"

#include <algorithm>

namespace crura::breath {

Gravity::Gravity(Band site, Params params)
    : site_(site), params_(params), smooth_{dsp::LowPass(params.smooth_hz, kFrameRateHz),
                                            dsp::LowPass(params.smooth_hz, kFrameRateHz),
                                            dsp::LowPass(params.smooth_hz, kFrameRateHz)}
{
}

std::optional<Vector> Gravity::operator()(const Frame& frame)
{
    const auto force = acceleration_of(frame, site_);
    const auto rate_dps = vector_of(frame, site_, Quantity::angular_rate_x);
    const auto turned = up_by_orientation(frame, site_);
    const Kind kind = force && rate_dps ? Kind::fusion
        : turned                        ? Kind::orientation
        : force                         ? Kind::acceleration
                                        : Kind::none;
    if (kind == Kind::none || kind > kind_)
        return std::nullopt;
    const bool anew = kind < kind_ || !last_ || to_seconds(frame.time - *last_) > params_.gap_s;
    kind_ = kind;
    last_ = frame.time;
    if (kind == Kind::fusion)
        return smooth(fused_ = fuse(*force, *rate_dps, anew), anew);
    return smooth(normalised(kind == Kind::orientation ? *turned : *force), anew);
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
    const Vector error = cross(measured, fused_);
    bias_ = sum(bias_, error, -step_s * std::min(pull, 1.) / params_.bias_s);
    const Vector rate = sum(sum(scaled(rate_dps, 1 / kDegrees), bias_, -1), error, pull);
    return normalised(sum(fused_, cross(rate, fused_), -step_s));
}

Vector Gravity::smooth(const Vector& up, bool anew)
{
    Vector smoothed;
    for (std::size_t i = 0; i < 3; ++i) {
        if (anew)
            smooth_[i].reset(up[i]);
        smoothed[i] = smooth_[i](up[i]);
    }
    return normalised(smoothed);
}

} // namespace crura::breath
