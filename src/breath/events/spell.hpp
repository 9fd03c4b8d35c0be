#pragma once

#include "core/breath_state.hpp"
#include "core/event.hpp"
#include "core/time.hpp"

namespace crura::breath {

// Reports something that happens again and again and lasts a while, as core/event.hpp asks: once
// when it is known, once more when it is over. A detector keeps one Spell and tells it what it
// sees:
//
//     if (!spell_.on() && begins)
//         spell_.begin(start, now, evidence, state); // start may lie in the past
//     else if (spell_.on() && goes_on)
//         spell_.seen(time, evidence);
//     else if (spell_.on())
//         spell_.finish(now, state);
//
// Where state.events has no more room, it begins or ends one tick later. Any thread; a plain value.
class Spell {
public:
    explicit Spell(EventKind kind) { event_.kind = kind; }

    bool on() const { return on_; }

    // While on; afterwards of the last one.
    EventKind kind() const { return event_.kind; }
    Time start() const { return event_.start; }
    Time last_seen() const { return event_.end; }

    void begin(Time start, Time now, double evidence, BreathState& state)
    {
        event_ = {event_.kind, start, now, now, evidence, false};
        on_ = state.events.push_back(event_);
    }

    // Seen at `time`; `evidence` is what will be told at the end.
    void seen(Time time, double evidence)
    {
        event_.end = time;
        event_.evidence = evidence;
    }

    // It was last seen at the time that seen() was told, or when it began.
    void finish(Time now, BreathState& state)
    {
        event_.known_at = now;
        event_.over = true;
        on_ = !state.events.push_back(event_);
    }

private:
    Event event_;
    bool on_ = false;
};

// Something without a duration of its own, such as a sigh: over when it is known.
inline void report(EventKind kind, Time start, Time end, Time now, double evidence,
                   BreathState& state)
{
    state.events.push_back({kind, start, end, now, evidence, true});
}

} // namespace crura::breath
