#include "breath/breathing_axis.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {

void BreathingAxis::operator()(const Vector& rate_dps)
{
    const double size = length(rate_dps);
    const double most = std::max(params_.most * usual_dps(), params_.least_dps);
    learn(scaled(rate_dps, std::min(1., most / std::max(size, 1e-9))));
    shape_.add(dot(rate_dps, axis_), params_.shape_s * params_.sample_rate_hz);
    if (undecided_ && age_ >= params_.sign_s * params_.sample_rate_hz)
        keep_sign();
}

// Like the plain mean since the beginning until that is longer than the memory.
void BreathingAxis::learn(const Vector& rate_dps)
{
    const double step =
        std::max(1 / ++age_, 1 - std::exp(-1 / (params_.memory_s * params_.sample_rate_hz)));
    Vector next;
    for (std::size_t i = 0; i < 3; ++i) {
        spread_[i] = sum(scaled(spread_[i], 1 - step), scaled(rate_dps, rate_dps[i]), step);
        next[i] = dot(spread_[i], axis_);
    }
    if (dot(next, next) > 0)
        axis_ = normalised(next);
}

void BreathingAxis::posture_changed()
{
    if (!undecided_) {
        axis_before_ = axis_;
        const bool enough = shape_.count > params_.sign_s * params_.sample_rate_hz;
        skewness_before_ = enough ? shape_.skewness() : 0;
    }
    undecided_ = true;
    shape_ = {};
    age_ = 0;
}

void BreathingAxis::keep_sign()
{
    undecided_ = false;
    const double now = shape_.skewness();
    const bool other = std::fabs(dot(axis_, axis_before_)) < std::cos(params_.other_deg / kDegrees);
    const bool clear = std::min(std::fabs(now), std::fabs(skewness_before_)) > params_.lopsided;
    if (!other || !clear || now * skewness_before_ > 0)
        return;
    axis_ = scaled(axis_, -1);
    shape_.third = -shape_.third;
}

double BreathingAxis::usual_dps() const
{
    double power = 0;
    for (std::size_t i = 0; i < 3; ++i)
        power += axis_[i] * dot(spread_[i], axis_);
    return std::sqrt(std::max(power, 0.));
}

void BreathingAxis::Shape::add(double rate, double most_count)
{
    count = std::min(count + 1, most_count);
    second += (rate * rate - second) / count;
    third += (rate * rate * rate - third) / count;
}

double BreathingAxis::Shape::skewness() const
{
    return second > 0 ? third / (second * std::sqrt(second)) : 0;
}

} // namespace crura::breath
