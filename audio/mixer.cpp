#include "audio/mixer.hpp"

#include "audio/flush_denormals.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

namespace {

constexpr double kPatienceS = 0.5;
constexpr dsp::Ramp::Params kPresence = {
    .time_s = 0.05, .rise_per_s = 1 / 3.0, .fall_per_s = 1 / 0.8};

constexpr float kInaudible = 1e-4f; // -80 dB

// 0 .. 1, and 0 for what is no number.
float level(float x)
{
    return x > 0 ? std::min(x, 1.0f) : 0;
}

float loudest(const Block& block)
{
    float peak = 0;
    for (std::size_t i = 0; i < kBlockFrames; ++i)
        peak = std::max({peak, std::fabs(block.left[i]), std::fabs(block.right[i])});
    return peak;
}

} // namespace

Mixer::Mixer(double sample_rate_hz)
    : pad_(sample_rate_hz, {}), sea_(sample_rate_hz, {}),
      presence_(kPresence, sample_rate_hz, kBlockFrames), limiter_({}, sample_rate_hz),
      patience_frames_(std::size_t(kPatienceS * sample_rate_hz)), stale_frames_(patience_frames_)
{
}

void Mixer::render(std::span<float> interleaved) noexcept
{
    const FlushDenormals flush;
    take_cue();
    for (std::size_t at = 0; at + 1 < interleaved.size(); at += 2) {
        if (used_ == kBlockFrames) {
            render_block();
            used_ = 0;
        }
        interleaved[at] = block_.left[used_];
        interleaved[at + 1] = block_.right[used_];
        ++used_;
    }
}

void Mixer::take_cue() noexcept
{
    const auto& newest = cues_.read();
    if (newest.tick != cue_.tick)
        stale_frames_ = 0;
    cue_ = newest;
}

void Mixer::render_block() noexcept
{
    const bool stalled = stale_frames_ >= patience_frames_;
    stale_frames_ = std::min(stale_frames_ + kBlockFrames, patience_frames_);
    const bool going = stalled || ending_.load(std::memory_order_relaxed);

    block_ = {};
    pad_.render(level(cue_.own_level), level(cue_.opening), level(cue_.movement),
                level(cue_.warmth), block_);
    sea_.render(level(cue_.guide_level), level(cue_.guide), level(cue_.guide_falling), block_);

    const auto presence = presence_(going ? 0 : level(cue_.presence));
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float present = presence.from + float(i + 1) * presence.step;
        block_.left[i] *= present * present;
        block_.right[i] *= present * present;
    }
    limiter_(block_);
    silent_.store(presence_.value() == 0 && loudest(block_) < kInaudible,
                  std::memory_order_relaxed);
}

} // namespace crura::audio
