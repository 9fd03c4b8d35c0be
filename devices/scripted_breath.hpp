#pragma once

#include "devices/event_script.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace crura::devices {

// How one breath differs from what it would have been.
struct BreathChange {
    std::optional<BodyEvent> event; // whose first breath it is
    double depth = 1;               // factors
    double time = 1;
    double inspiratory_time = 1;
    double longest_inspiration_s = 100;
    bool spoken = false;
};

// The part of a script that the breath itself does. A single breath (a hold, a sigh) is the first
// that begins once it is asked for; what lasts (talking, a freeze) is every breath that begins
// within it. After a long hold the breath is deeper for a while: there is air to make up for.
class ScriptedBreath {
public:
    explicit ScriptedBreath(const EventScript& script);

    // Once a breath, in their order. `chance` 0 .. 1 is drawn for each.
    BreathChange operator()(double start_s, double chance);

private:
    void single(const BodyEvent& event, BreathChange& change);
    void lasting(double start_s, double chance, BreathChange& change);

    EventScript singles_, lasting_;
    std::size_t next_ = 0;   // of singles_
    std::size_t passed_ = 0; // of lasting_: over
    std::size_t told_ = 0;   // of lasting_: begun
    int short_breaths_ = 0;  // that are still to come
    double made_up_for_ = 0; // depth to add
};

} // namespace crura::devices
