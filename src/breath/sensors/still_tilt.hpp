#pragma once

#include "breath/sensors/imu_channels.hpp"
#include "breath/sensors/vector.hpp"
#include "core/frame.hpp"
#include "dsp/low_pass.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

namespace crura::breath {

// Between what a motion sensor's axes went to and fro in a stretch of time, as parts of the upward
// direction (0.0175 is about a degree).
struct TiltExtremes {
    Vector low{}, high{};
};

// How far a breathing body turned from one stretch of time to another [deg]. On each axis both
// extremes must have moved the same way, and the one that moved less counts: a breath that deepens,
// becomes shallow or is held moves one of them, a sigh one of them, a turn both.
inline double turned_deg(const TiltExtremes& from, const TiltExtremes& to)
{
    Vector turn{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double low = to.low[i] - from.low[i], high = to.high[i] - from.high[i];
        if (low * high > 0)
            turn[i] = std::min(std::fabs(low), std::fabs(high));
    }
    return kDegrees * length(turn);
}

// The extremes of one motion sensor in the last `blocks` times `block_s`, in which it must have
// been still throughout: whole breaths, even slow ones. Any thread; a plain value.
class StillTilt {
public:
    static constexpr std::size_t kBlocks = 5;
    struct Params {
        double smooth_hz = 0.5; // heart, tremor and noise are no tilt
        double block_s = 4;     // so five are a whole breath of 3 a minute
        double gap_s = 2;       // silent for longer: not heard
    };

    StillTilt(Band site, Params params)
        : site_(site), params_(params), smooth_{dsp::LowPass(params.smooth_hz, kFrameRateHz),
                                                dsp::LowPass(params.smooth_hz, kFrameRateHz),
                                                dsp::LowPass(params.smooth_hz, kFrameRateHz)}
    {
    }

    // Every frame. True when a block was completed and all of them are known.
    bool operator()(const Frame& frame, bool still)
    {
        auto up = acceleration_of(frame, site_);
        if (!up)
            up = up_by_orientation(frame, site_);
        silent_ = up ? 0 : silent_ + 1;
        if (!up)
            return false;
        for (std::size_t i = 0; i < 3; ++i)
            up_[i] = smooth_[i]((*up)[i]);
        if (!still)
            blocks_ = frames_ = 0;
        else
            add(normalised(up_));
        if (frames_ < params_.block_s * kFrameRateHz)
            return false;
        frames_ = 0;
        ++blocks_;
        return full();
    }

    bool heard() const { return silent_ < params_.gap_s * kFrameRateHz; }
    bool full() const { return blocks_ >= kBlocks; }
    double length_s() const { return kBlocks * params_.block_s; }

    TiltExtremes extremes() const
    {
        TiltExtremes all = block_[0];
        for (const TiltExtremes& each : block_)
            for (std::size_t i = 0; i < 3; ++i) {
                all.low[i] = std::min(all.low[i], each.low[i]);
                all.high[i] = std::max(all.high[i], each.high[i]);
            }
        return all;
    }

private:
    void add(const Vector& up)
    {
        TiltExtremes& now = block_[blocks_ % kBlocks];
        if (frames_++ == 0)
            now = {up, up};
        for (std::size_t i = 0; i < 3; ++i) {
            now.low[i] = std::min(now.low[i], up[i]);
            now.high[i] = std::max(now.high[i], up[i]);
        }
    }

    Band site_;
    Params params_;
    std::array<dsp::LowPass, 3> smooth_;
    Vector up_{};
    std::array<TiltExtremes, kBlocks> block_{};
    std::size_t blocks_ = 0; // completed in stillness
    int frames_ = 0;         // in the one that is being filled
    int silent_ = 0;         // frames
};

} // namespace crura::breath
