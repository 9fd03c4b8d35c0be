#pragma once

#include "core/breath_state.hpp"
#include "core/estimate.hpp"

#include <cstdint>

namespace crura {

// How much a session asks of a person: nothing, a slightly longer expiration, or a pace.
enum class Intent : std::uint8_t { witness, invite, guide };

// What the guide is about.
enum class GuideStage : std::uint8_t {
    absent,
    recognise, // learns the person's own breath
    follow,    // shows it to them
    lead,      // a little longer, expiration first
    yield,     // came back towards them, and waits
    mirror,    // only follows for the rest of the session
    sleep,     // the person drifts off: it mirrors and everything fades
    unguided,  // silent on purpose: what stays of it is measured
};

// The breath that the guide shows, if it shows any.
struct Target {
    Intent intent = Intent::witness;
    GuideStage stage = GuideStage::absent;
    double level = 0; // 0 absent .. 1 fully present; follows ramps, never jumps
    Phase phase = Phase::unknown;
    double displacement = 0;   // 0 end of expiration .. 1 end of inspiration
    double cycle_position = 0; // 0 .. 1, 0 at inspiration onset
    double breath_rate_bpm = 0;
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0;
    Estimate carry_over{}; // of the slowing reached, what stayed unguided: 0 none .. 1 all of it
};

} // namespace crura
