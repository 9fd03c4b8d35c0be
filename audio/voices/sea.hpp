#pragma once

#include "audio/block.hpp"
#include "audio/voices/air.hpp"
#include "audio/voices/tone.hpp"
#include "dsp/ramp.hpp"

#include <cstdint>

namespace crura::audio {

// Surf that breathes: noise that swells and brightens with a displacement, one's own or the
// guide's, and then winds down, darker and softer all the way, to where the expiration will end.
//
//      displacement   .-.             sound   .-.
//                   .'   '.                 .'   '-._        however early the breath has left,
//                  /       '-.______       /         '-._    and never brighter again before it
//      falling        '-._                               '-. comes back
//                         '-._
//
// No two waves are quite the same: brightness and balance wander slowly, the same way each time.
class Sea {
public:
    struct Settings {
        double brightness_hz = 1400; // at the top of a wave it falls from here, 600 .. 6000
        double depth = 1;            // how far it goes down between waves: 1 to silence .. 0
    };

    // Two seas with different seeds are two different seas; `seed` is not 0.
    explicit Sea(double sample_rate_hz, Settings settings, std::uint32_t seed = 0x6c078965);

    // [audio] Adds one block. All 0 .. 1; falling: 1 at the start of an expiration .. 0 where it
    // will end, else 0.
    void render(float level, float displacement, float falling, Block& mix) noexcept;

private:
    // Where a wave is, 0 down .. 1 up.
    struct Wave {
        float height = 0;
        float colour = 0; // how bright
    };

    Wave rise(float displacement) noexcept;
    Wave ebb(float displacement, float falling) noexcept;
    float wander() noexcept;

    Settings settings_;
    Air air_;
    dsp::Ramp level_;
    dsp::Ramp height_;
    dsp::Ramp colour_;
    float left_ = 0; // gain at the end of the last block
    float right_ = 0;

    bool ebbing_ = false;
    Wave crest_;       // where the wave was when the expiration began
    float began_ = 1;  // `falling` then
    float to_go_ = 1;  // of the expiration, 1 .. 0; only ever less
    float trough_ = 0; // the lowest displacement since the expiration ended

    Tone slow_; // once a block
    Tone slower_;
};

} // namespace crura::audio
