#include "audio/music/breath_filter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr float kAirUnit = 1.11f; // at 1 kHz as loud as Music::kLoudnessLufs
constexpr double kAirHz = 1000;
constexpr std::uint32_t kSeed = 0x2545f491;

dsp::Line go(float& value, float to)
{
    const float from = value;
    value = to;
    return {from, (to - from) / float(kBlockFrames)};
}

} // namespace

BreathFilter::BreathFilter(const Music::Settings& settings, double sample_rate_hz)
    : settings_(settings), sample_rate_hz_(sample_rate_hz),
      level_({.time_s = 0.03}, sample_rate_hz, kBlockFrames),
      opening_({.time_s = 0.03}, sample_rate_hz, kBlockFrames),
      presence_({.time_s = 0.03}, sample_rate_hz, kBlockFrames), air_(sample_rate_hz, kSeed),
      corner_(corner(0))
{
}

float BreathFilter::corner(float opening) const noexcept
{
    const double wide_hz =
        settings_.dark_hz * std::pow(settings_.bright_hz / settings_.dark_hz, double(opening));
    const double cutoff_hz = std::min(wide_hz, 0.45 * sample_rate_hz_);
    return float(std::tan(std::numbers::pi * cutoff_hz / sample_rate_hz_));
}

float BreathFilter::LowPass::operator()(float x, float corner) noexcept
{
    constexpr float kDamping = std::numbers::sqrt2_v<float>; // Butterworth
    const float a = 1 / (1 + corner * (corner + kDamping));
    const float v3 = x - second;
    const float v1 = a * (first + corner * v3);
    const float v2 = second + corner * v1;
    first = 2 * v1 - first;
    second = 2 * v2 - second;
    return v2;
}

void BreathFilter::render(float level, float opening, float presence, const Block& music,
                          Block& mix) noexcept
{
    level_(level);
    opening_(opening);
    presence_(presence);
    const float closed = 1 - opening_.value();
    const float softer = std::pow(10.0f, -float(settings_.range_db) * closed / 20);
    const auto gain = go(gain_, level_.value() * softer);
    const auto cutoff = go(corner_, corner(opening_.value()));
    const auto air =
        go(airy_, kAirUnit * float(settings_.noise) * closed * level_.value() * presence_.value());

    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = float(i + 1);
        const float now = gain.from + at * gain.step;
        const float dark = cutoff.from + at * cutoff.step;
        const float left = left_(music.left[i], dark);
        const float right = right_(music.right[i], dark);
        mix.left[i] += now * (settings_.low_pass ? left : music.left[i]);
        mix.right[i] += now * (settings_.low_pass ? right : music.right[i]);
    }
    air_.render(kAirHz, air, air, mix);
}

} // namespace crura::audio
