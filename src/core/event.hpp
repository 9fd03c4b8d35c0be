#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace crura {

// Something that happened in the body or to its sensors, beside the breaths themselves.
enum class EventKind : std::uint8_t {
    inspiratory_hold, // breath held after an inspiration
    expiratory_hold,  // breath held after an expiration
    hold,             // quiet: breath held somewhere between
    sigh,
    gasp,
    over_breathing,
    rapid_shallow,
    slow_steady, // 4.5 to 7 breaths a minute, evenly
    speech,
    paradox, // chest and belly move against each other
    tremor,
    motion,
    posture_change,
    recalibration_wanted, // the gains of chest and belly no longer hold
    sensor_fault,         // which one: SensorFault
    gap,                  // no sensor was heard
    isovolume_hold,       // breath held while chest and belly move against each other
    freeze,               // a candidate: stillness after tremor, with hardly a breath
    short_breaths,        // two in a row, on purpose: "yes"
    pelvic_drift,         // the belly's sensor turned: a tucked pelvis or a pressed low back
};
inline constexpr std::size_t kEventKinds = 20;

// One event. It is reported when it is known, and once more when it is over, with the same kind and
// start; an event without a duration is over at once.
struct Event {
    EventKind kind{};
    Time start{};
    Time end{};          // the last moment it was seen
    Time known_at{};     // when we could be sure of it
    double evidence = 0; // the number that decided, in the unit that docs/breath.md names by kind
    bool over = false;
};

} // namespace crura
