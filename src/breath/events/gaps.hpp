#pragma once

#include "breath/events/spell.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "core/time.hpp"

#include <optional>

namespace crura::breath {

// Times in which no sensor was heard, longer than the aligner bridges. Evidence: seconds. Any
// thread; a plain value.
class Gaps {
public:
    // Every frame.
    void operator()(const Frame& frame, Time now, BreathState& state)
    {
        if (frame.valid.none() && last_heard_ && !spell_.on())
            spell_.begin(*last_heard_, now, to_seconds(frame.time - *last_heard_), state);
        if (spell_.on())
            spell_.seen(frame.time, to_seconds(frame.time - spell_.start()));
        if ((frame.valid & ~frame.bridged).none())
            return;
        last_heard_ = frame.time;
        if (spell_.on())
            spell_.finish(now, state);
    }

private:
    std::optional<Time> last_heard_;
    Spell spell_{EventKind::gap};
};

} // namespace crura::breath
