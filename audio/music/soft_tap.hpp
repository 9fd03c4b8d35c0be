#pragma once

#include "audio/block.hpp"
#include "core/spsc_ring.hpp"

#include <cstddef>

namespace crura::audio {

// Takes sound from a ring that another thread fills, and hides when that thread does not keep up:
// as long as there is something left it fades out, waits, and comes back softly once there is
// enough. What was not played is not lost.
//
//      in the ring  ''''-._____ running dry  _.-'''' enough
//      heard        '''''''''\.____________________.-'''
//                            0.1 s                 0.5 s
class SoftTap {
public:
    explicit SoftTap(double sample_rate_hz);

    // [audio] The next block. Returns its loudness, 0 gone .. 1 there, at its end.
    float operator()(SpscRing<Block>& ring, Block& block) noexcept;

    // With so many blocks in the ring it comes back, and does not fade.
    std::size_t enough() const noexcept { return enough_; }

private:
    std::size_t scarce_; // blocks: with less it begins to fade
    std::size_t enough_;
    float fall_; // in one block
    float rise_;
    float presence_ = 0;
    bool waiting_ = true;
};

} // namespace crura::audio
