#include "breath/sensors/lift.hpp"

#include "core/frame.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kStepS = 1 / kFrameRateHz;
constexpr double kStandard_mps2 = 9.80665; // in one g
constexpr double kPower_s = 0.15, kQuick_s = 0.2, kSlow_s = 0.6;

double share(double time_s)
{
    return 1 - std::exp(-kStepS / time_s);
}

double tipped_deg(const Vector& up) // 0: front is level, 90: front is up
{
    return kDegrees * std::asin(std::clamp(up[2], -1., 1.));
}

double angle_deg(const Vector& a, const Vector& b)
{
    return kDegrees * std::acos(std::clamp(dot(a, b), -1., 1.));
}

} // namespace

std::optional<Lift> LiftWatch::operator()(const Vector& force_g)
{
    const double length_g = length(force_g);
    if (rest_g_ == 0) {
        rest_g_ = length_g;
        quick_ = slow_ = normalised(force_g);
    }
    const double extra_g = length_g - rest_g_;
    power_ += share(kPower_s) * (extra_g * extra_g - power_);
    follow(force_g);
    before_[at_++ % kBefore] = extra_g;

    if (!on_ && moving())
        begin();
    else if (on_)
        integrate(extra_g);
    else
        rest_g_ += share(params_.rest_s) * extra_g;
    if (!on_)
        return std::nullopt;
    still_ = moving() ? 0 : still_ + 1;
    if (still_ < params_.quiet_s * kFrameRateHz)
        return std::nullopt;
    on_ = false;
    rest_g_ = length_g;
    return finish();
}

void LiftWatch::follow(const Vector& force_g)
{
    const Vector up = normalised(force_g);
    quick_ = normalised(sum(quick_, sum(up, quick_, -1), share(kQuick_s)));
    slow_ = normalised(sum(slow_, sum(up, slow_, -1), share(kSlow_s)));
}

bool LiftWatch::moving() const
{
    return power_ > params_.moving_g * params_.moving_g
        || angle_deg(quick_, slow_) > params_.turning_deg;
}

// With what was felt just before it was seen.
void LiftWatch::begin()
{
    on_ = true;
    still_ = frames_ = 0;
    speed_mps_ = height_m_ = lean_deg_ = 0;
    from_ = slow_;
    for (std::size_t i = 0; i < kBefore; ++i)
        integrate(before_[(at_ + i) % kBefore]);
}

void LiftWatch::integrate(double extra_g)
{
    ++frames_;
    speed_mps_ += kStandard_mps2 * extra_g * kStepS;
    height_m_ += speed_mps_ * kStepS;
    lean_deg_ = std::max(lean_deg_, tipped_deg(from_) - tipped_deg(quick_));
}

Lift LiftWatch::finish() const
{
    const double drift_m = speed_mps_ * frames_ * kStepS / 2;
    const double moved_s = (frames_ - still_) * kStepS;
    return {.rise_m = height_m_ - drift_m,
            .lean_deg = lean_deg_,
            .turned_deg = angle_deg(from_, slow_),
            .moved_s = moved_s,
            .still_s = still_ * kStepS,
            .believed = moved_s <= params_.longest_s && std::fabs(drift_m) <= params_.most_drift_m};
}

} // namespace crura::breath
