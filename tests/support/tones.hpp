#pragma once

#include "sound/clip.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace crura::test {

struct Tone {
    double frequency_hz = 997; // never in step with a sample rate
    double level_db = -23;     // of its peak; full scale is 0
    double length_s = 10;
    double sample_rate_hz = 48000;
    std::size_t channels = 2;
};

inline sound::Clip clip_of(const Tone& tone)
{
    sound::Clip clip{tone.sample_rate_hz, tone.channels, {}};
    const double amplitude = std::pow(10, tone.level_db / 20);
    const double turn = 2 * std::numbers::pi * tone.frequency_hz / tone.sample_rate_hz;
    for (std::size_t i = 0; i < std::size_t(tone.length_s * tone.sample_rate_hz); ++i)
        clip.interleaved.insert(clip.interleaved.end(), tone.channels,
                                float(amplitude * std::sin(turn * double(i))));
    return clip;
}

// One channel of interleaved sound.
inline std::vector<float> channel(std::span<const float> interleaved, std::size_t which,
                                  std::size_t channels = 2)
{
    std::vector<float> one;
    for (std::size_t at = which; at < interleaved.size(); at += channels)
        one.push_back(interleaved[at]);
    return one;
}

// Frequency of a steady tone, from how far its phase goes between the two halves of a sound; to be
// asked near it, within half a turn of phase.
inline double frequency_of(std::span<const float> x, double near_hz, double sample_rate_hz)
{
    const auto phase = [&](std::size_t from, std::size_t to) {
        double re = 0, im = 0;
        for (std::size_t i = from; i < to; ++i) {
            const double at = double(i - from) / double(to - from);
            const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * at);
            const double turn = 2 * std::numbers::pi * near_hz / sample_rate_hz * double(i);
            re += window * x[i] * std::cos(turn);
            im -= window * x[i] * std::sin(turn);
        }
        return std::atan2(im, re);
    };
    const std::size_t half = x.size() / 2;
    const double drift =
        std::remainder(phase(half, 2 * half) - phase(0, half), 2 * std::numbers::pi);
    return near_hz + drift / (2 * std::numbers::pi) / (double(half) / sample_rate_hz);
}

inline double cents(double frequency_hz, double reference_hz)
{
    return 1200 * std::log2(frequency_hz / reference_hz);
}

} // namespace crura::test
