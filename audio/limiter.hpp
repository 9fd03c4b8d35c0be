#pragma once

#include "audio/block.hpp"
#include "audio/true_peak.hpp"

namespace crura::audio {

// The last thing before the ears. Whatever comes in (NaN, infinity, DC, a shout), what goes out is
// finite, free of DC and never above the ceiling. Below the ceiling it is linear.
//
// Never above between the samples either, where a converter puts it together (true peak).
//
// It looks a little ahead, which is its delay. Between two blocks the gain is low enough for both,
// and inside a block it goes in a straight line, so it is low enough everywhere:
//
//      needed   1 ______        ______ 1        gain  ____              ____
//                       |_0.4__|                          \____________/
class Limiter {
public:
    static constexpr std::size_t kDelayFrames = kBlockFrames + TruePeak::kDelayFrames;

    struct Params {
        double ceiling_db = -3;  // of the true peak; full scale is 0
        double release_s = 0.25; // back to 63 % after a peak
        double dc_cutoff_hz = 5;
    };

    Limiter(Params params, double sample_rate_hz);

    // [audio] Takes a block and gives the sound of kDelayFrames earlier.
    void operator()(Block& block) noexcept;

private:
    struct DcBlocker {
        float operator()(float x, float pole) noexcept
        {
            y_ = x - x_ + pole * y_;
            x_ = x;
            return y_;
        }
        float x_ = 0;
        float y_ = 0;
    };

    float ceiling_;
    float release_; // share of the way back done in one block
    float pole_;    // of the DC blockers
    DcBlocker dc_left_;
    DcBlocker dc_right_;
    TruePeak peak_left_;
    TruePeak peak_right_;
    Block ahead_;           // the block that goes out next
    float ahead_needs_ = 1; // the highest gain at which it stays below the ceiling
    float gain_ = 1;        // at its first frame
};

} // namespace crura::audio
