#include "audio/music/soft_tap.hpp"

#include <algorithm>

namespace crura::audio {

namespace {

constexpr double kFadeOutS = 0.1;
constexpr double kFadeInS = 0.5;
constexpr double kEnoughS = 0.5;

std::size_t blocks(double time_s, double sample_rate_hz)
{
    return std::size_t(time_s * sample_rate_hz / double(kBlockFrames)) + 1;
}

} // namespace

SoftTap::SoftTap(double sample_rate_hz)
    : scarce_(blocks(kFadeOutS, sample_rate_hz) + 1), enough_(blocks(kEnoughS, sample_rate_hz)),
      fall_(1 / float(blocks(kFadeOutS, sample_rate_hz))),
      rise_(1 / float(blocks(kFadeInS, sample_rate_hz)))
{
}

float SoftTap::operator()(SpscRing<Block>& ring, Block& block) noexcept
{
    waiting_ = ring.size() < (waiting_ ? enough_ : scarce_);
    if ((waiting_ && presence_ == 0) || !ring.pop(block)) {
        block = {};
        return presence_ = 0;
    }
    const float from = presence_;
    presence_ = waiting_ ? std::max(0.0f, presence_ - fall_) : std::min(1.0f, presence_ + rise_);
    const float step = (presence_ - from) / float(kBlockFrames);
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = from + float(i + 1) * step;
        const float gain = at * at * (3 - 2 * at);
        block.left[i] *= gain;
        block.right[i] *= gain;
    }
    return presence_;
}

} // namespace crura::audio
