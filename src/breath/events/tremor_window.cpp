#include "breath/events/tremor_window.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr double kLineHz = 0.3; // half width of one line of a spectrum
constexpr int kOvertones = 5;
constexpr std::size_t kSlowSamples = 8;  // half of the mean that is taken off for the envelope
constexpr std::size_t kBurstSamples = 4; // half of the mean that makes the envelope

// Mean of the values within `half` of each, fewer at the ends.
template <std::size_t N>
std::array<float, N> running_mean(const std::array<float, N>& values, std::size_t half)
{
    std::array<float, N> means;
    double sum = 0;
    std::size_t first = 0, last = 0; // one past
    for (std::size_t i = 0; i < N; ++i) {
        while (last < std::min(N, i + half + 1))
            sum += values[last++];
        while (first + half < i)
            sum -= values[first++];
        means[i] = float(sum / double(last - first));
    }
    return means;
}

} // namespace

// All bodies share one set of tables.
TremorWindow::TremorWindow(Params params)
    : params_(params), spectrum_([] {
          static const dsp::Spectrum shared({.length = kLength, .sample_rate_hz = kRateHz});
          return shared;
      }())
{
}

std::optional<TremorWindow::Verdict> TremorWindow::operator()(const Axes& axes, double least_rms,
                                                              bool lies) const
{
    Power power{}, one;
    for (const auto& axis : axes) {
        spectrum_(axis, one);
        for (std::size_t k = 0; k < kBins; ++k)
            power[k] += one[k];
    }
    Verdict verdict;
    verdict.rms = std::sqrt(spectrum_.band_power(power, params_.lowest_hz, params_.highest_hz));
    const auto peak = spectrum_.peak_hz(power, params_.lowest_hz, params_.highest_hz);
    if (!peak || verdict.rms < least_rms)
        return std::nullopt;

    verdict.frequency_hz = *peak;
    const double low_edge_hz = *peak - params_.near_hz;
    const double near = around(power, *peak, params_.near_hz);
    verdict.share = near
        / spectrum_.band_power(power, std::min(params_.all_lowest_hz, low_edge_hz),
                               params_.all_highest_hz);
    verdict.slow = spectrum_.band_power(power, params_.slow_lowest_hz,
                                        std::min(params_.slow_highest_hz, low_edge_hz))
        / near;
    const bool slow = *peak < params_.fastest_step_hz;
    verdict.vetoed = verdict.share > params_.least_share
        && ((!lies && ((slow && verdict.rms > params_.slow_most) || steps(power, *peak)))
            || (!slow && blows(axes)));
    return verdict;
}

double TremorWindow::around(const Power& power, double frequency_hz, double half_width_hz) const
{
    return spectrum_.band_power(power, frequency_hz - half_width_hz, frequency_hz + half_width_hz);
}

// The rhythm is that of steps, or an overtone of theirs.
bool TremorWindow::steps(const Power& power, double frequency_hz) const
{
    const auto line = [&](double near_hz) { // power of a peak of its own
        const double width_hz = std::max(params_.overtone_match * near_hz, spectrum_.bin_hz());
        const auto at = spectrum_.peak_hz(power, near_hz - width_hz, near_hz + width_hz);
        return at ? around(power, *at, kLineHz) : 0;
    };
    const double here = around(power, frequency_hz, kLineHz);
    if (frequency_hz < params_.fastest_step_hz
        && line(2 * frequency_hz) > params_.step_overtone * here)
        return true;
    for (int overtone = 2; overtone <= kOvertones; ++overtone) {
        const double ground_hz = frequency_hz / overtone;
        if (ground_hz > params_.slowest_step_hz && ground_hz < params_.fastest_step_hz
            && line(ground_hz) > params_.step_ground * here)
            return true;
    }
    return false;
}

// How strong the quick part of the signal is, moment by moment, and whether that comes and goes at
// the pace of a heart or of heels.
bool TremorWindow::blows(const Axes& axes) const
{
    std::array<float, kLength> strength{};
    for (const auto& axis : axes) {
        const auto slow = running_mean(axis, kSlowSamples);
        for (std::size_t i = 0; i < kLength; ++i)
            strength[i] += (axis[i] - slow[i]) * (axis[i] - slow[i]);
    }
    auto envelope = running_mean(strength, kBurstSamples);
    double mean = 0;
    for (auto& each : envelope) {
        each = std::sqrt(each);
        mean += each / double(kLength);
    }
    Power power;
    spectrum_(envelope, power);
    const auto pace = spectrum_.peak_hz(power, params_.slowest_blow_hz, params_.fastest_blow_hz);
    if (!pace)
        return false;
    const double beat = around(power, *pace, kLineHz);
    const double smoothed_s = (2 * kBurstSamples + 1) / kRateHz;
    const double angle = std::numbers::pi * *pace * smoothed_s;
    const double kept = std::sin(angle) / angle; // of its depth, by the mean that makes it
    const double depth = std::sqrt(2 * beat) / mean / kept;
    const double all = spectrum_.band_power(power, 0.4, 5);
    return depth > params_.blow_depth && beat > params_.blow_purity * all;
}

} // namespace crura::breath
