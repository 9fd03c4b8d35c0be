#pragma once

#include "audio/block.hpp"
#include "audio/voices/tone.hpp"
#include "dsp/ramp.hpp"

#include <array>
#include <cstddef>

namespace crura::audio {

// The mirror of one's own breath: a soft chord that opens with the belly, note by note, and is
// silent where the breath turns, so that nothing drones. Its amplitude is level * opening, dipped
// by `movement`; `warmth` changes the timbre only, from a hollow fifth to a full chord with
// overtones, at equal power.
//
//      opening    .-''-.          movement  .-.   .-.         sound    .^.   .^.
//               .'      '.                 '   '.'   '.              .'   '.'   '.
//                  in  |  out
//
// Each note is two tones a slow beat apart, turned against each other between the ears: the sound
// wanders, the power of both ears together does not.
class Pad {
public:
    enum class Chord { fifths, major, minor };
    struct Settings {
        double root_hz = 110; // the lowest note, 55 .. 440
        Chord chord = Chord::major;
    };

    explicit Pad(double sample_rate_hz, Settings settings);

    // [audio] Adds one block. All 0 .. 1; movement: 0 at the turns of the breath .. 1 between them.
    void render(float level, float opening, float movement, float warmth, Block& mix) noexcept;

private:
    static constexpr std::size_t kNotes = 6;
    using Sound = std::array<float, kBlockFrames>;
    using Levels = std::array<float, kNotes>;

    struct Note {
        Tone low;
        Tone high;
        bool left_out = false;
        float level = 0; // at the end of the last block
    };

    Levels balance(float opening, float warmth) const noexcept;
    static void add(Tone& tone, dsp::Line level, dsp::Line second, dsp::Line third,
                    Sound& sound) noexcept;

    std::array<Note, kNotes> notes_;
    float second_; // level of the harmonics against the fundamental, at the end of the last block
    float third_;
    dsp::Ramp level_;
    dsp::Ramp opening_;
    dsp::Ramp movement_;
    dsp::Ramp warmth_;
};

} // namespace crura::audio
