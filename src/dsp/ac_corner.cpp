#include "dsp/ac_corner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::dsp {
namespace {

constexpr double kMemory_s = 60; // of mean and power
constexpr double kSettled_s = 20;
constexpr int kEvery = 5; // steps from one fit to the next

} // namespace

std::optional<double> AcCorner::operator()(double signal)
{
    sum_ += signal;
    if (++summed_ < std::lround(kStep_s * params_.sample_rate_hz))
        return std::nullopt;
    const double point = sum_ / summed_;
    sum_ = summed_ = 0;
    learn(point);
    points_.push(float(point));
    if (++steps_ % kEvery != 0 || points_.size() < kPoints || age_ * kStep_s < kSettled_s)
        return std::nullopt;
    const auto corner_hz = fit();
    if (!corner_hz)
        return std::nullopt;
    found_.push(*corner_hz);
    if (found_.size() < kTogether)
        return std::nullopt;
    return median(found_);
}

void AcCorner::learn(double point)
{
    const double part = std::max(kStep_s / kMemory_s, 1 / ++age_);
    mean_ += part * (point - mean_);
    power_ += part * ((point - mean_) * (point - mean_) - power_);
}

// Least squares of x(t) - x(0) = -k I(t) + kc t.
std::optional<double> AcCorner::fit() const
{
    const double rms = std::sqrt(power_);
    const auto x = [this](std::size_t i) { return double(points_[kPoints - 1 - i]) - mean_; };
    const double first = x(0);
    if (std::fabs(first) < params_.far * rms)
        return std::nullopt;

    double ii = 0, it = 0, tt = 0, iy = 0, ty = 0, yy = 0, integral = 0;
    for (std::size_t i = 1; i < kPoints; ++i) {
        integral += 0.5 * (x(i) + x(i - 1)) * kStep_s;
        const double t = double(i) * kStep_s, y = x(i) - first;
        ii += integral * integral;
        it += integral * t;
        tt += t * t;
        iy += integral * y;
        ty += t * y;
        yy += y * y;
    }
    const double determinant = ii * tt - it * it;
    if (determinant <= 1e-9 * ii * tt)
        return std::nullopt;
    const double k = -(iy * tt - ty * it) / determinant;
    const double kc = (ty * ii - iy * it) / determinant;
    const double left = std::sqrt(std::max(yy + k * iy - kc * ty, 0.) / double(kPoints - 1));
    const double decay = std::fabs(first - x(kPoints - 1));
    const double corner_hz = k / (2 * std::numbers::pi);
    const bool good = corner_hz >= params_.lowest_hz && corner_hz <= params_.highest_hz
        && decay >= 0.4 * std::fabs(first) && left <= params_.most_left * decay
        && std::fabs(kc / k) <= params_.zero * std::fabs(first);
    return good ? std::optional(corner_hz) : std::nullopt;
}

} // namespace crura::dsp
