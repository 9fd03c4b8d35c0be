#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace crura {

// How much a therapist should look, now.
enum class Alert : std::uint8_t { none, look, act };

// Where the release guard stands.
struct GuardState {
    bool on = false;
    Alert alert = Alert::none;
    Duration tremor_time{};  // of this session, as detected
    Duration tremor_limit{}; // agreed on; 0: none
    double hold_limit_s = 0; // this person's own; 0 while unknown
    double held_s = 0;       // the breath, now
    bool awaiting_response = false;
    Duration response_left{};
    std::uint8_t missed_responses = 0; // in a row
    bool freeze_suspected = false;
};

// What the over-breathing guard advises.
enum class AirAdvice : std::uint8_t {
    none,
    softer, // words
    yield,  // no slower, and back towards the person
    rest,   // nothing is led until it has calmed down
    mirror, // nothing is led any more, for the rest of the session
};

// More air than the body needs?
struct AirState {
    AirAdvice advice = AirAdvice::none;
    bool trend_only =
        true;           // chest and belly are not calibrated: nothing is concluded but softer words
    double above_s = 0; // for so long above the first limit
};

} // namespace crura
