#include "dsp/analytic_phase.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kDegrees = 360 / kTurn;

// Second-order Butterworth band-pass at a frequency, as analog filter.
Complex band_pass(double frequency, double lowest, double highest)
{
    const double u = (frequency * frequency - lowest * highest) / ((highest - lowest) * frequency);
    const Complex s(0, u);
    return 1. / (s * s + std::numbers::sqrt2 * s + 1.);
}

} // namespace

AnalyticPhase::AnalyticPhase(Params params) : params_(params)
{
    std::array<Complex, kTaps> taps{};
    for (std::size_t k = 1; k < kTaps / 2; ++k) {
        const Complex weight = band_pass(double(k), params.lowest, params.highest);
        for (std::size_t m = 0; m < kTaps; ++m)
            taps[m] += weight * std::polar(1., kTurn * double(k * m % kTaps) / kTaps);
    }
    std::copy(taps.begin(), taps.end(), taps_.begin());

    Complex mean;
    double weights = 0;
    for (double deviation = -2; deviation <= 2; deviation += 0.25) {
        const double weight = std::exp(-0.5 * deviation * deviation);
        mean += weight * gain(1 + params.spread * deviation);
        weights += weight;
    }
    for (auto& tap : taps_)
        tap = std::complex<float>(Complex(tap) * (weights / mean));
}

std::optional<AnalyticPhase::Point> AnalyticPhase::operator()(double frequency_hz,
                                                              double age_s) const
{
    const double period = std::min(1 / frequency_hz, kLongestS) * params_.sample_rate_hz;
    const double newest = age_s * params_.sample_rate_hz;
    if (newest < 0 || newest + period > double(levels_.size()) - 1)
        return std::nullopt;
    Complex sum;
    for (std::size_t m = 0; m < kTaps; ++m)
        sum += Complex(taps_[m]) * level_at(newest + period * double(m) / kTaps);
    return Point{std::arg(sum) * kDegrees, 2 * std::abs(sum)};
}

double AnalyticPhase::leakage(double off) const
{
    return std::abs(gain(-(1 + off))) / std::abs(gain(1 + off));
}

double AnalyticPhase::tone_lag_deg() const
{
    return -std::arg(gain(1)) * kDegrees;
}

// Of the FIR, at a frequency relative to the oscillation's.
Complex AnalyticPhase::gain(double relative_frequency) const
{
    Complex sum;
    for (std::size_t m = 0; m < kTaps; ++m)
        sum += Complex(taps_[m]) * std::polar(1., -kTurn * relative_frequency * double(m) / kTaps);
    return sum;
}

double AnalyticPhase::level_at(double age) const
{
    const auto before = std::min(std::size_t(age), levels_.size() - 2);
    const double part = age - double(before);
    return levels_[before] + part * (levels_[before + 1] - levels_[before]);
}

} // namespace crura::dsp
