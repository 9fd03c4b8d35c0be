#pragma once

#include "audio/block.hpp"
#include "core/cues.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace crura::audio {

// Places the moments of one kind at their frame: each once, however often it is told. One that is
// heard of too late comes at once; one that is later than that, never.
class Due {
public:
    static constexpr Duration kTooLate = std::chrono::milliseconds(250);

    explicit Due(double sample_rate_hz) : sample_rate_hz_(sample_rate_hz) {}

    // [audio] The frame of the block at which the moment begins. `block_at` is when the block's
    // first frame reaches the ear.
    std::optional<std::size_t> operator()(const Moment& newest, Time block_at) noexcept
    {
        const Duration ahead = newest.due - block_at;
        const double frame = std::max(0., std::round(to_seconds(ahead) * sample_rate_hz_));
        if (newest.count == done_ || frame >= double(kBlockFrames))
            return std::nullopt;
        done_ = newest.count;
        return ahead < -kTooLate ? std::nullopt : std::optional(std::size_t(frame));
    }

private:
    double sample_rate_hz_;
    std::uint32_t done_ = 0;
};

} // namespace crura::audio
