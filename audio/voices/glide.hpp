#pragma once

#include "audio/block.hpp"
#include "dsp/ramp.hpp"

namespace crura::audio {

// One block's straight way from where `value` was to where it is to be, and `value` is there.
inline dsp::Line glide(float& value, float to) noexcept
{
    const float from = value;
    value = to;
    return {from, (to - from) / float(kBlockFrames)};
}

} // namespace crura::audio
