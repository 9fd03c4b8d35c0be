#pragma once

#include "audio/block.hpp"
#include "audio/voices/air.hpp"
#include "audio/voices/tone.hpp"
#include "dsp/ramp.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::audio {

// The heart of the room: a quiet bed under everything that says how far a group breathes together.
// Apart it is air and a dim fifth; together the air clears and a warm chord stands in it. Neither
// is unpleasant, and both are softer than any other voice.
class RoomBed {
public:
    struct Settings {
        double root_hz = 110; // the lowest note, 55 .. 440: the pad's
    };

    explicit RoomBed(double sample_rate_hz, Settings settings = {},
                     std::uint32_t seed = 0x2545f491); // not 0

    // [audio] Adds one block. Both 0 .. 1; room: how far the group breathes together.
    void render(float level, float room, Block& mix) noexcept;
};

} // namespace crura::audio
