#pragma once

#include "audio/block.hpp"
#include "dsp/ramp.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

// A gain that startles nobody: it may fall as it is told, but rises by 6 dB a second at most. Out
// of silence, where 6 dB a second would never arrive, it comes in over 3 s as a square:
//
//      wanted  ______________|''''      gain  ____          __.-'   wanted
//                                                 '.____.-''          at most 6 dB/s
class GentleGain {
public:
    static constexpr double kRiseDbPerS = 6;
    static constexpr double kComeInS = 3;
    static constexpr float kSilence = 0.01f; // -40 dB: below is silence

    explicit GentleGain(double sample_rate_hz)
    {
        const double block_s = double(kBlockFrames) / sample_rate_hz;
        come_in_ = float(block_s / kComeInS);
        rise_ = float(std::pow(10, kRiseDbPerS * block_s / 20));
    }

    // The next block, on the way to `wanted`, which is finite and not below 0. `whole` is what is
    // wanted where nothing fades: 3 s are the way to there, so a fade that somebody else makes in
    // 3 s is not made longer.
    dsp::Line operator()(float wanted, float whole) noexcept
    {
        const float from = gain_;
        coming_in_ = (coming_in_ || from < kSilence) && from < wanted;
        const float root = std::sqrt(from) + come_in_ * std::sqrt(whole);
        gain_ = std::min(wanted, coming_in_ ? root * root : from * rise_);
        return {from, (gain_ - from) / float(kBlockFrames)};
    }

    // Where nothing sounds that it could make louder.
    void jump_to(float gain) noexcept { gain_ = gain; }

    // At the end of the last block.
    float value() const noexcept { return gain_; }

private:
    float come_in_; // share of the way from silence done in one block, as a root
    float rise_;    // in one block
    float gain_ = 0;
    bool coming_in_ = true;
};

} // namespace crura::audio
