#include "devices/body_imu.hpp"

#include <cmath>
#include <numbers>

namespace crura::devices {

namespace {

constexpr double kShakeHz = 12; // chest vibration of a heartbeat: 5 - 30 Hz
constexpr double kShakeDecayS = 0.06;

double dot(const Vector& a, const Vector& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector turned(const Vector& v, std::size_t about, double angle_deg)
{
    const double c = std::cos(angle_deg * kRadians);
    const double s = std::sin(angle_deg * kRadians);
    const std::size_t next = (about + 1) % 3;
    const std::size_t last = (about + 2) % 3;
    Vector result = v;
    result[next] = c * v[next] - s * v[last];
    result[last] = s * v[next] + c * v[last];
    return result;
}

double in_steps(double value, double step)
{
    return step > 0 ? std::floor(value / step + 0.5) * step : value;
}

} // namespace

BodyImu::BodyImu(const Params& params, std::uint64_t seed)
    : params_(params), axes_{Vector{1, 0, 0}, Vector{0, 1, 0}, Vector{0, 0, 1}}, random_(seed)
{
    for (auto& axis : axes_)
        for (std::size_t about = 0; about < 3; ++about)
            axis = turned(axis, about, params.mounting_deg[about]);
    const double r = std::exp(-1 / (kShakeDecayS * params.sample_rate_hz));
    turn_ = 2 * r * std::cos(2 * std::numbers::pi * kShakeHz / params.sample_rate_hz);
    decay_ = r * r;
}

ImuReading BodyImu::operator()(double displacement, bool heartbeat, const TrunkMotion& trunk,
                               Band site)
{
    const double tilt_deg = params_.tilt_deg * displacement;
    const double rate_dps = first_ ? 0 : (tilt_deg - tilt_deg_) * params_.sample_rate_hz;
    first_ = false;
    tilt_deg_ = tilt_deg;

    const double shake =
        turn_ * shake_ - decay_ * shake_before_ + (heartbeat ? params_.heartbeat_g : 0);
    shake_before_ = shake_;
    shake_ = shake;

    const Vector& acceleration = trunk.acceleration_g[std::size_t(site)];
    Vector force;
    for (std::size_t i = 0; i < 3; ++i)
        force[i] = trunk.up[i] + acceleration[i];
    force = turned(force, 0, -tilt_deg);
    force[2] += shake;
    Vector rate = turned(trunk.angular_rate_dps, 0, -tilt_deg);
    rate[0] += rate_dps;
    ImuReading reading;
    for (std::size_t i = 0; i < 3; ++i) {
        reading.acceleration_g[i] =
            in_steps(dot(axes_[i], force) + params_.noise_g * random_.normal(), params_.step_g);
        reading.angular_rate_dps[i] =
            in_steps(dot(axes_[i], rate) + params_.noise_dps * random_.normal(), params_.step_dps);
    }
    return reading;
}

} // namespace crura::devices
