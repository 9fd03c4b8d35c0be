#pragma once

#include "support/sound.hpp"

#include <cmath>
#include <complex>
#include <cstddef>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

// What a voice is measured by beside support/sound.hpp.
namespace crura::test {

// `seconds` of what `render` adds, block by block; it is told the time.
inline Sound record(double seconds, double sample_rate_hz,
                    const std::function<void(double time_s, audio::Block& mix)>& render)
{
    Sound sound;
    while (double(sound.left.size()) < seconds * sample_rate_hz) {
        audio::Block block;
        render(double(sound.left.size()) / sample_rate_hz, block);
        sound.add(block);
    }
    return sound;
}

inline double mean(std::span<const float> x)
{
    double sum = 0;
    for (const float v : x)
        sum += v;
    return x.empty() ? 0 : sum / double(x.size());
}

inline std::span<const float> after(const std::vector<float>& x, double time_s,
                                    double sample_rate_hz)
{
    return std::span(x).subspan(std::size_t(time_s * sample_rate_hz));
}

// Of the strongest tone within some 2 Hz: by how its phase goes on from quarter second to quarter
// second.
inline double pitch_near(double hz, std::span<const float> x, double sample_rate_hz)
{
    const double turn = 2 * std::numbers::pi * hz / sample_rate_hz;
    const auto window = std::size_t(0.5 * sample_rate_hz);
    const std::size_t hop = window / 2;
    std::complex<double> last = 0;
    std::complex<double> turned = 0;
    for (std::size_t at = 0; at + window <= x.size(); at += hop) {
        std::complex<double> sum = 0;
        std::complex<double> back = std::polar(1.0, -turn * double(at));
        const std::complex<double> step = std::polar(1.0, -turn);
        for (std::size_t i = 0; i < window; ++i, back *= step) {
            const double share = double(i) / double(window);
            sum += double(x[at + i]) * back * (1 - std::cos(2 * std::numbers::pi * share));
        }
        turned += sum * std::conj(last);
        last = sum;
    }
    return hz + std::arg(turned) / (2 * std::numbers::pi) * sample_rate_hz / double(hop);
}

inline double cents(double ratio)
{
    return 1200 * std::log2(ratio);
}

// How deep the loudness beats at the rate at which it does so most, 0 .. 1. Rates up to 60 Hz.
inline double beating(std::span<const float> x, double from_hz, double to_hz, double sample_rate_hz)
{
    constexpr double kStep_s = 0.001; // so short that no tone passes for a beat
    const auto window = std::size_t(kStep_s * sample_rate_hz);
    std::vector<double> power = envelope(x, window);
    double all = 0;
    for (double& each : power) {
        each *= each;
        all += each;
    }
    const double length_s = kStep_s * double(power.size());
    double most = 0;
    for (double hz = from_hz; hz <= to_hz; hz += 0.5 / length_s) {
        std::complex<double> sum = 0;
        std::complex<double> back = 1;
        const auto step = std::polar(1.0, -2 * std::numbers::pi * hz * kStep_s);
        for (std::size_t i = 0; i < power.size(); ++i, back *= step) {
            const double share = double(i) / double(power.size());
            const double hann = 1 - std::cos(2 * std::numbers::pi * share);
            sum +=
                power[i] * hann * std::polar(1.0, -2 * std::numbers::pi * hz * kStep_s * double(i));
        }
        most = std::max(most, 2 * std::abs(sum) / all);
    }
    return most;
}

} // namespace crura::test
