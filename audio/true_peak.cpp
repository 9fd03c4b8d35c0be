#include "audio/true_peak.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr std::size_t kTaps = 2 * TruePeak::kDelayFrames;
constexpr std::size_t kBetween = 3; // points between two samples
using Taps = std::array<float, kTaps>;

// The sinc functions that give the points between two samples, in a Blackman window as wide.
std::array<Taps, kBetween> interpolators()
{
    std::array<Taps, kBetween> all;
    for (std::size_t point = 0; point < kBetween; ++point) {
        double sum = 0;
        for (std::size_t tap = 0; tap < kTaps; ++tap) {
            const double at =
                double(tap) - double(kTaps) / 2 + 1 - double(point + 1) / double(kBetween + 1);
            const double x = std::numbers::pi * at;
            const double w = 2 * x / double(kTaps);
            const double window = 0.42 + 0.5 * std::cos(w) + 0.08 * std::cos(2 * w);
            all[point][tap] = float(std::sin(x) / x * window);
            sum += all[point][tap];
        }
        for (float& tap : all[point])
            tap = float(tap / sum);
    }
    return all;
}

const std::array<Taps, kBetween> kInterpolators = interpolators();

} // namespace

float TruePeak::operator()(Sound& sound) noexcept
{
    std::copy(recent_.end() - (kTaps - 1), recent_.end(), recent_.begin());
    std::copy(sound.begin(), sound.end(), recent_.begin() + (kTaps - 1));
    std::copy_n(recent_.begin() + (kTaps / 2 - 1), kBlockFrames, sound.begin());

    float peak = 0;
    for (const float x : sound)
        peak = std::max(peak, std::fabs(x));
    for (const Taps& taps : kInterpolators) {
        Sound between{};
        for (std::size_t tap = 0; tap < kTaps; ++tap)
            for (std::size_t i = 0; i < kBlockFrames; ++i)
                between[i] += taps[tap] * recent_[i + tap];
        for (const float x : between)
            peak = std::max(peak, std::fabs(x));
    }
    return peak;
}

} // namespace crura::audio
