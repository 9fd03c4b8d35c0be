#pragma once

#include "core/assessment.hpp"
#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/command.hpp"
#include "core/cues.hpp"
#include "core/decision.hpp"
#include "core/guard_state.hpp"
#include "core/health.hpp"
#include "core/session_state.hpp"
#include "core/target.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <type_traits>

namespace crura {

// Everything the engine knows after one tick: the one value that every sink is handed.
struct Snapshot {
    Time time{};
    std::uint64_t tick = 0;
    BreathState breath;
    SessionState session;
    Target target;
    GuardState guard;
    AirState air;
    CheckInState check_in;
    Assessment assessment;
    Decisions decisions; // of this tick
    Cues cues;
    Few<Command, 4> commands; // that this tick was given: with the samples, all that replay needs
    Health health;            // filled in by the runtime; the engine neither reads nor writes it
};
static_assert(std::is_trivially_copyable_v<Snapshot>);

} // namespace crura
