#include "audio/voices/haptic_band.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr double kImmediately = 1e-6; // s
constexpr float kLeast = 1e-6f;       // -120 dB: nothing

// Strengths go through this average, so a step becomes a raised cosine: its slope is half a sine.
std::vector<float> raised_cosine_slope(double edge_s, double sample_rate_hz)
{
    const auto blocks = std::max(1., std::ceil(edge_s * sample_rate_hz / double(kBlockFrames)));
    std::vector<float> slope;
    double sum = 0;
    for (double i = 0.5; i < blocks; ++i) {
        slope.push_back(float(std::sin(std::numbers::pi * i / blocks)));
        sum += slope.back();
    }
    for (float& x : slope)
        x = float(x / sum);
    return slope;
}

} // namespace

HapticBand::HapticBand(double sample_rate_hz, Settings settings)
    : edge_(raised_cosine_slope(settings.edge_s, sample_rate_hz)), history_(edge_.size(), 0),
      start_({.time_s = kImmediately, .rise_per_s = 1 / settings.soft_start_s}, sample_rate_hz,
             kBlockFrames),
      level_(float(std::pow(10, settings.level_db / 20))),
      tone_(settings.frequency_hz, sample_rate_hz, 0)
{
}

void HapticBand::render(float strength, bool mute, Sound& sound) noexcept
{
    start_(mute ? 0 : 1);
    newest_ = (newest_ + 1) % history_.size();
    history_[newest_] = strength * start_.value();

    const float from = envelope_;
    envelope_ = 0;
    for (std::size_t ago = 0; ago < edge_.size(); ++ago)
        envelope_ += edge_[ago] * history_[(newest_ + history_.size() - ago) % history_.size()];
    if (envelope_ < kLeast)
        envelope_ = 0;

    const float step = (envelope_ - from) / float(kBlockFrames);
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        sound[i] = level_ * (from + float(i + 1) * step) * tone_.sine();
        ++tone_;
    }
    tone_.tidy();
}

} // namespace crura::audio
