#pragma once

#include "core/breath_state.hpp"

namespace crura::breath {

// Says when chest and belly breathe against each other: an Event of kind paradox, whose evidence is
// the opposed_deg of the breath that decided (in adults below 30 is together, 30 to 60 mildly
// apart). It begins with the first of several such breaths in succession, and is over with the
// first of several that are not. Any thread; a plain value.
class Paradox {
public:
    struct Params {
        double from_deg = 90; // opposed, or more
        double to_deg = 60;   // over below this
        int breaths = 2;      // in succession
    };

    explicit Paradox(Params params) : params_(params) {}

    // Every breath.
    void operator()(const Breath& breath, Time now, BreathState& state);

    bool on() const { return on_; }

private:
    Params params_;
    Event event_{.kind = EventKind::paradox};
    int breaths_ = 0; // that speak for a change
    bool on_ = false;
};

} // namespace crura::breath
