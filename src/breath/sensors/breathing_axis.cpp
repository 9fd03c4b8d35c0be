#include "breath/sensors/breathing_axis.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {

bool BreathingAxis::operator()(const Vector& smooth_dps, const Vector& shaped_dps)
{
    const double size = length(smooth_dps);
    const double most = std::max(params_.most * usual_dps(), params_.least_dps);
    learn(scaled(smooth_dps, std::min(1., most / std::max(size, 1e-9))));
    shape_.add(dot(shaped_dps, axis_), params_.shape_s * params_.sample_rate_hz);
    if (age_ <= params_.settle_s * params_.sample_rate_hz)
        shape_ = {};
    const bool home = come_home();
    const bool kept =
        undecided_ && shape_.count >= params_.sign_s * params_.sample_rate_hz && keep_sign();
    return home != kept;
}

// Swung about by a movement the axis may come back the wrong way round.
bool BreathingAxis::come_home()
{
    const double along = dot(axis_, home_);
    const bool back = std::fabs(along) > std::cos(params_.home_deg / kDegrees);
    const double step = 1 / (params_.home_s * params_.sample_rate_hz);
    if (back && along < 0) {
        axis_ = scaled(axis_, -1);
        shape_.third = -shape_.third;
        return true;
    }
    if (!undecided_ && age_ > params_.sign_s * params_.sample_rate_hz)
        home_ =
            normalised(dot(home_, home_) == 0 ? axis_ : sum(home_, sum(axis_, home_, -1), step));
    return false;
}

// Like the plain mean since the beginning until that is longer than the memory.
void BreathingAxis::learn(const Vector& rate_dps)
{
    const double step =
        std::max(1 / ++age_, 1 - std::exp(-1 / (params_.memory_s * params_.sample_rate_hz)));
    for (std::size_t i = 0; i < 3; ++i)
        spread_[i] = sum(scaled(spread_[i], 1 - step), scaled(rate_dps, rate_dps[i]), step);
    const Vector start = undecided_ ? strongest() : axis_;
    const Vector next{dot(spread_[0], start), dot(spread_[1], start), dot(spread_[2], start)};
    if (dot(next, next) > 0)
        axis_ = normalised(next);
}

// Of the sensor's own axes the one with most of the rate, as it goes with the others; pointing as
// the axis did. The new axis may lie square to the old one, from where the way to it is long.
Vector BreathingAxis::strongest() const
{
    std::size_t best = 0;
    for (std::size_t i = 1; i < 3; ++i)
        if (spread_[i][i] > spread_[best][best])
            best = i;
    return scaled(spread_[best], dot(spread_[best], axis_) < 0 ? -1 : 1);
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

bool BreathingAxis::keep_sign()
{
    const double now = shape_.skewness();
    const bool other = std::fabs(dot(axis_, axis_before_)) < std::cos(params_.other_deg / kDegrees);
    const bool clear = std::min(std::fabs(now), std::fabs(skewness_before_)) > params_.lopsided;
    undecided_ = other && !clear && age_ < params_.give_up_s * params_.sample_rate_hz;
    if (!other || !clear || now * skewness_before_ > 0)
        return false;
    axis_ = scaled(axis_, -1);
    shape_.third = -shape_.third;
    home_ = axis_;
    return true;
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
