#include "breath/sensors/imu_tilt.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr double kMostUnrest = 2.2; // one quick turn is no walk

std::array<dsp::LowPass, 3> low_passes(double cutoff_hz, double sample_rate_hz)
{
    const dsp::LowPass one(cutoff_hz, sample_rate_hz);
    return {one, one, one};
}

} // namespace

ImuTilt::ImuTilt(Params params)
    : params_(params), smooth_(low_passes(params.smooth_hz, kStepHz)),
      axis_smooth_(low_passes(params.axis_hz, kStepHz))
{
}

double ImuTilt::operator()(Vector up, const std::optional<Vector>& reference)
{
    up = normalised(up);
    Vector turn = before_ ? cross(up, *before_) : Vector{};
    if (reference && reference_before_)
        turn = common_.own_of(turn, cross(*reference, *reference_before_));
    before_ = up;
    reference_before_ = reference;

    const double step_s = 1 / kFrameRateHz;
    age_s_ += step_s;
    const double leak = std::max(2 * std::numbers::pi * params_.leak_hz,
                                 params_.forget / (age_s_ + params_.forget));
    if (hold_ == 0)
        displacement_ += kDegrees * dot(turn, axis_.axis()) - leak * step_s * displacement_;

    const auto rate_dps = turning_(up);
    const auto reference_dps = reference ? reference_turning_(*reference) : std::optional<Vector>();
    if (rate_dps && reference_dps) {
        common_.learn(*rate_dps, *reference_dps);
        look(common_.own_of(*rate_dps, *reference_dps));
    } else if (rate_dps)
        look(*rate_dps);
    return displacement_;
}

void ImuTilt::look(const Vector& rate_dps)
{
    Vector smoothed, slow;
    for (std::size_t i = 0; i < 3; ++i) {
        smoothed[i] = smooth_[i](rate_dps[i]);
        slow[i] = axis_smooth_[i](smoothed[i]);
    }
    const double power = dot(smoothed, smoothed);
    const double most = kMostUnrest * params_.moving_dps * params_.moving_dps;
    unrest_ += (std::min(power, most) - unrest_) / (params_.moving_s * kStepHz);
    const double limit = moving_ ? params_.still_dps : params_.moving_dps;
    moving_ = unrest_ > limit * limit;

    const bool fast =
        std::sqrt(power) > std::max(params_.fast_dps, params_.fast * axis_.usual_dps());
    if (fast && hold_ == 0 && !earlier_.empty())
        displacement_ = double(earlier_[earlier_.size() - 1]);
    hold_ = fast ? int(params_.hold_s * kStepHz) : std::max(hold_ - 1, 0);
    if (hold_ == 0 && !moving_ && axis_(slow, smoothed))
        displacement_ = -displacement_;
    earlier_.push(float(displacement_));
    watch_posture(fast);
}

void ImuTilt::watch_posture(bool fast)
{
    const Vector& up = turning_.up();
    if (dot(posture_, posture_) == 0)
        posture_ = up;
    if (dot(up, normalised(posture_)) > std::cos(params_.posture_deg / kDegrees)) {
        posture_ = sum(posture_, sum(up, posture_, -1), 1 / (params_.posture_s * kStepHz));
        otherwise_ = 0;
        return;
    }
    otherwise_ = fast ? 0 : otherwise_ + 1;
    if (otherwise_ < params_.settle_s * kStepHz)
        return;
    posture_ = up;
    axis_.posture_changed();
    age_s_ = 0;
}

void ImuTilt::restart()
{
    turning_.restart();
    reference_turning_.restart();
    before_.reset();
    reference_before_.reset();
    hold_ = 0;
    earlier_.clear();
}

} // namespace crura::breath
