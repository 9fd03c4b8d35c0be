#pragma once

#include "audio/block.hpp"

#include <cstddef>

namespace crura::audio {

// A singing bowl, struck with a soft mallet: for moments. Several partials, out of tune with each
// other as those of metal are, ring down each in its own time; each is two tones close together,
// as no bowl is quite round, so it beats slowly.
//
// The mallet pushes for some 40 ms, so nothing clicks. A strike while the bowl rings makes it
// louder, less so the louder it is. After the tail there is silence to the last bit.
class Bowl {
public:
    struct Settings {
        double pitch_hz = 220; // of the lowest partial, 110 .. 880
        double decay_s = 6;    // of the lowest partial, to 37 %: 0.5 .. 20
    };

    explicit Bowl(double sample_rate_hz, Settings settings = {});

    // [audio] A strike that begins at this frame of the block that is rendered next. level: 0 .. 1
    void strike(float level, std::size_t frame_in_block) noexcept;

    // [audio] Adds one block.
    void render(Block& mix) noexcept;
};

} // namespace crura::audio
