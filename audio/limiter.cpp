#include "audio/limiter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace crura::audio {

namespace {

constexpr double kMarginDb = 0.15; // what our estimate of the true peak may be wrong by
constexpr float kLoudest = 8;      // +18 dB: more than any mix, little enough for the DC blocker

float believable(float x)
{
    return std::isfinite(x) ? std::clamp(x, -kLoudest, kLoudest) : 0;
}

} // namespace

Limiter::Limiter(Params params, double sample_rate_hz)
    : ceiling_(float(std::pow(10, (params.ceiling_db - kMarginDb) / 20))),
      release_(float(1 - std::exp(-double(kBlockFrames) / sample_rate_hz / params.release_s))),
      pole_(float(std::exp(-2 * std::numbers::pi * params.dc_cutoff_hz / sample_rate_hz)))
{
}

void Limiter::operator()(Block& block) noexcept
{
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        block.left[i] = dc_left_(believable(block.left[i]), pole_);
        block.right[i] = dc_right_(believable(block.right[i]), pole_);
    }
    const float peak = std::max(peak_left_(block.left), peak_right_(block.right));
    const float needs = peak > ceiling_ ? ceiling_ / peak : 1;
    std::swap(block, ahead_);

    const float released = gain_ + release_ * (1 - gain_);
    const float end = std::min({released, ahead_needs_, needs});
    const float step = (end - gain_) / float(kBlockFrames);
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float gain = gain_ + float(i + 1) * step;
        block.left[i] = std::clamp(gain * block.left[i], -ceiling_, ceiling_);
        block.right[i] = std::clamp(gain * block.right[i], -ceiling_, ceiling_);
    }
    gain_ = end;
    ahead_needs_ = needs;
}

} // namespace crura::audio
