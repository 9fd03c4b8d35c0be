#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

#include <cstdint>

namespace crura {

// How much a session asks of a person: nothing, a slightly longer expiration, or a pace.
enum class Intent : std::uint8_t { witness, invite, guide };

// The breath that the guide shows, if it shows any.
struct Target {
    Intent intent = Intent::witness;
    double level = 0; // 0 absent .. 1 fully present; follows ramps, never jumps
    Phase phase = Phase::unknown;
    double displacement = 0;   // 0 end of expiration .. 1 end of inspiration
    double cycle_position = 0; // 0 .. 1, 0 at inspiration onset
    double breath_rate_bpm = 0;
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0;
};

// Where the session is. Names and words are looked up in the session by these indices.
struct SessionState {
    static constexpr std::int16_t kNone = -1;

    bool running = false;  // not paused
    bool finished = false; // ran to its end, or was ended
    bool braked = false;   // not running, because somebody asked for quiet at once
    Duration elapsed{};    // without pauses
    Duration left{};
    std::int16_t step = kNone;
    std::int16_t prompt = kNone; // to be given now, in this tick; index into the step's prompts
};

} // namespace crura
