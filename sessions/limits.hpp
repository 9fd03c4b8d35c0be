#pragma once

#include "core/result.hpp"
#include "core/target.hpp"
#include "sessions/session.hpp"

#include <optional>
#include <string>

namespace crura::sessions {

// What a therapist sets before a session begins; what is not set stays as the program has it.
struct Limits {
    std::optional<double> tremor_minutes;         // agreed on; 0.5 .. 30
    std::string level;                            // its id; empty: the program's first
    std::optional<double> slowest_bpm;            // no guide leads below; 3 .. 8: below 4.5 only so
    std::optional<double> longest_minutes;        // of the whole session; 0.5 .. 60
    std::optional<double> response_every_minutes; // 0: never unasked; else 2 .. 30
    std::optional<Intent> most;                   // no step asks for more
};

// The session within these limits. Of a level and tremor_minutes the less counts. A step that asks
// for more than `most` asks for that instead. What cannot be is an error in one sentence. [any]
Result<Session> limited(Session session, const Limits& limits);

} // namespace crura::sessions
