#pragma once

#include <cstdint>

namespace crura::devices {

enum class BreathKind : std::uint8_t { normal, sigh, hold, speech, gasp, quick };

// One turn of the breath: smooth rise, exponential-like fall, pause; and a hold, in which the cycle
// stands still, at its end or elsewhere. A position is a time in the cycle without its hold, 0
// .. 1.
struct BreathCycle {
    double start_s;
    double time_s; // without the hold
    double hold_s; // with slowing down and setting off again
    double rise;   // share of the cycle
    double fall;   // share of the cycle
    double volume;
    double abdominal_share;
    BreathKind kind;
    double held_at = 1;      // position; at the end nothing moves that would have to slow down
    bool spoken = false;     // let out evenly, and breathed in again at once: no pause
    double moved_volume = 0; // to and fro between chest and belly, in the hold

    double end_s() const { return start_s + time_s + hold_s; }
    double shape(double position) const; // how full, 0 .. 1
    double position(double time_s) const;
    double time_at(double position) const; // the first

    double in_pause() const { return (1 + rise + fall) / 2; }

    // Of the fall, at which the lungs are so full.
    double falling_to(double share) const;

    // Stands still for so long at this position, or at the end where that is nearly the same.
    void hold_in(double still_s, double position);

    // The stretch in which nothing moves at all: the hold, at the bottom with the pause.
    double still_from_s() const;
    double still_to_s() const;

    // What has moved from the belly to the chest.
    double moved(double time_s) const;
};

} // namespace crura::devices
