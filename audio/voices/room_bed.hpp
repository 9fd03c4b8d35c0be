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
// Apart it is air with a dim, beating fifth in it. Together the air clears, more notes join, and
// the beating comes to rest. Neither is unpleasant, and both are softer than any other voice.
class RoomBed {
public:
    struct Settings {
        double root_hz = 110; // the lowest note, 55 .. 440: the pad's, so that they agree
    };

    explicit RoomBed(double sample_rate_hz, Settings settings,
                     std::uint32_t seed = 0x2545f491); // not 0

    // [audio] Adds one block. Both 0 .. 1; room: how far the group breathes together.
    void render(float level, float room, Block& mix) noexcept;

private:
    static constexpr std::size_t kNotes = 5;

    struct Note {
        Tone pure;
        Tone other; // a little off
        Tone swell; // once a block
        float weight = 0;
        float pure_level = 0; // at the end of the last block
        float other_level = 0;
    };

    void add(Note& note, float gain, float off, float lean, Block& mix) noexcept;

    Air air_;
    dsp::Ramp level_;
    dsp::Ramp room_;
    float air_level_ = 0; // at the end of the last block
    std::array<Note, kNotes> notes_;
};

} // namespace crura::audio
