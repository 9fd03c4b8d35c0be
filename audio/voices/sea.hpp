#pragma once

#include "audio/block.hpp"
#include "audio/voices/air.hpp"
#include "dsp/ramp.hpp"

#include <cstdint>

namespace crura::audio {

// Surf that breathes: noise that swells and brightens with a displacement, one's own or the
// guide's, and then winds down, darker and softer all the way, to where the expiration will end.
//
//      displacement  .-''.                  sound   .-''-.
//                  .'     '-.______               .'      '-._      however early the breath
//      falling            '-._                                '-._  has left, and never louder
//                             '-._                                '  again before the end
class Sea {
public:
    struct Settings {
        double brightness_hz = 2200; // at the top of a wave it falls from here, 600 .. 6000
        double depth = 1;            // how far it goes down between waves: 1 to silence .. 0
    };

    // Two seas with different seeds are two different seas; `seed` is not 0.
    explicit Sea(double sample_rate_hz, Settings settings = {}, std::uint32_t seed = 0x6c078965);

    // [audio] Adds one block. All 0 .. 1; falling: 1 at the start of an expiration .. 0 where it
    // will end, else 0.
    void render(float level, float displacement, float falling, Block& mix) noexcept;
};

} // namespace crura::audio
