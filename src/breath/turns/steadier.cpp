#include "breath/turns/steadier.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr unsigned kAdaptEvery = 5; // samples

double between(double from, double to, double share)
{
    return from + share * (to - from);
}

dsp::TurnDetector::Retreat between(dsp::TurnDetector::Retreat from, dsp::TurnDetector::Retreat to,
                                   double share)
{
    return {between(from.rise, to.rise, share), between(from.fall, to.fall, share)};
}

} // namespace

Steadier::Steadier(Params params)
    : params_(params), smooth_(params.calm_hz, params.sample_rate_hz),
      slow_(params.ripple_hz, params.sample_rate_hz)
{
}

double Steadier::operator()(double level, double amplitude, double motion)
{
    slow_(level);
    const double ripple = slow_.above();
    ripple_power_ +=
        (ripple * ripple - ripple_power_) / (params_.forget_s * params_.sample_rate_hz);
    if (++count_ % kAdaptEvery == 0)
        adapt(amplitude, motion);
    return smooth_(level);
}

void Steadier::reset(double level)
{
    smooth_.reset(level);
    slow_.reset(level);
}

double Steadier::ripple() const
{
    return 2 * std::numbers::sqrt2 * std::sqrt(ripple_power_);
}

void Steadier::adapt(double amplitude, double motion)
{
    if (amplitude <= 0)
        return;
    const double rippled =
        (ripple() / amplitude - params_.little) / (params_.much - params_.little);
    const double caution = std::clamp(std::max(rippled, motion), 0., 1.);
    if (caution == caution_)
        return;
    caution_ = caution;
    smooth_.move_to(params_.calm_hz * std::pow(params_.moving_hz / params_.calm_hz, caution));
}

dsp::TurnDetector::Retreat Steadier::retreat(double gone) const
{
    const double whole =
        std::clamp((gone - params_.begun) / (params_.whole - params_.begun), 0., 1.);
    return between(between(params_.at_first, params_.when_whole, whole), params_.moving, caution_);
}

} // namespace crura::breath
