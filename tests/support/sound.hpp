#pragma once

#include "support/correlation.hpp"

#include "audio/block.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

// What can be measured of a sound.
namespace crura::test {

struct Sound {
    std::vector<float> left;
    std::vector<float> right;

    void add(const audio::Block& block)
    {
        left.insert(left.end(), block.left.begin(), block.left.end());
        right.insert(right.end(), block.right.begin(), block.right.end());
    }
    void add(std::span<const float> interleaved)
    {
        for (std::size_t at = 0; at + 1 < interleaved.size(); at += 2) {
            left.push_back(interleaved[at]);
            right.push_back(interleaved[at + 1]);
        }
    }
};

inline double rms(std::span<const float> x)
{
    double sum = 0;
    for (const float v : x)
        sum += double(v) * v;
    return x.empty() ? 0 : std::sqrt(sum / double(x.size()));
}

inline double decibels(double ratio)
{
    return 20 * std::log10(std::max(ratio, 1e-12));
}

inline double peak(std::span<const float> x)
{
    float most = 0;
    for (const float v : x)
        most = std::max(most, std::fabs(v));
    return most;
}

inline double largest_jump(std::span<const float> x)
{
    float most = 0;
    for (std::size_t i = 1; i < x.size(); ++i)
        most = std::max(most, std::fabs(x[i] - x[i - 1]));
    return most;
}

inline bool all_finite(std::span<const float> x)
{
    return std::all_of(x.begin(), x.end(), [](float v) { return std::isfinite(v); });
}

// Root mean square of each window in turn.
inline std::vector<double> envelope(std::span<const float> x, std::size_t window)
{
    std::vector<double> all;
    for (std::size_t at = 0; at + window <= x.size(); at += window)
        all.push_back(rms(x.subspan(at, window)));
    return all;
}

// Of both ears together.
inline std::vector<double> envelope(const Sound& sound, std::size_t window)
{
    auto all = envelope(sound.left, window);
    const auto right = envelope(sound.right, window);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = std::hypot(all[i], right[i]);
    return all;
}

// Root mean square frequency: that of a sine is its frequency.
inline double brightness_hz(std::span<const float> x, double sample_rate_hz)
{
    std::vector<float> slope;
    for (std::size_t i = 1; i < x.size(); ++i)
        slope.push_back(x[i] - x[i - 1]);
    return rms(slope) / rms(x) * sample_rate_hz / (2 * std::numbers::pi);
}

// The part that lies above a frequency: four poles, Butterworth.
inline std::vector<float> above(std::span<const float> x, double cutoff_hz, double sample_rate_hz)
{
    std::vector<float> y(x.begin(), x.end());
    for (const double q : {0.5412, 1.3066}) {
        const double w = 2 * std::numbers::pi * cutoff_hz / sample_rate_hz;
        const double alpha = std::sin(w) / (2 * q);
        const double b = (1 + std::cos(w)) / 2 / (1 + alpha);
        const double a1 = -2 * std::cos(w) / (1 + alpha);
        const double a2 = (1 - alpha) / (1 + alpha);
        double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (float& v : y) {
            const double in = v;
            const double out = b * (in - 2 * x1 + x2) - a1 * y1 - a2 * y2;
            x2 = x1, x1 = in, y2 = y1, y1 = out;
            v = float(out);
        }
    }
    return y;
}

// 0 .. 1 and back, once a breath.
inline double breath_at(double time_s, double breath_time_s)
{
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * time_s / breath_time_s);
}

} // namespace crura::test
