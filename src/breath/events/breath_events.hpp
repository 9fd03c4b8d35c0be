#pragma once

#include "breath/events/freeze.hpp"
#include "breath/events/gasps.hpp"
#include "breath/events/habits.hpp"
#include "breath/events/holds.hpp"
#include "breath/events/over_breathing.hpp"
#include "breath/events/rapid_shallow.hpp"
#include "breath/events/short_breaths.hpp"
#include "breath/events/sighs.hpp"
#include "breath/events/slow_steady.hpp"
#include "breath/events/speech.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"

namespace crura::breath {

// What happens to the breath beside the breaths themselves: holds, sighs, gasps, short breaths,
// what may be a freeze, and ways of breathing that last. Reads what the tracker has just brought up
// to date and adds to state.events. A breath is looked at once, however often the state still holds
// it. Any thread; a plain value.
class BreathEvents {
public:
    struct Params {
        Habits::Params habits{};
        Holds::Params holds{};
        Sighs::Params sighs{};
        Gasps::Params gasps{};
        OverBreathing::Params over_breathing{};
        RapidShallow::Params rapid_shallow{};
        SlowSteady::Params slow_steady{};
        Speech::Params speech{};
        ShortBreaths::Params short_breaths{};
        FreezeWatch::Params freeze{};
    };

    explicit BreathEvents(Params params);

    // Every tick or every frame, after the tracker and whatever sets state.motion, state.tremor and
    // state.posture.
    void operator()(Time now, BreathState& state);

private:
    void take(const Breath& breath, Time now, BreathState& state);

    Habits habits_;
    Holds holds_;
    Sighs sighs_;
    Gasps gasps_;
    OverBreathing over_breathing_;
    RapidShallow rapid_shallow_;
    SlowSteady slow_steady_;
    Speech speech_;
    ShortBreaths short_breaths_;
    FreezeWatch freeze_;
    Time last_breath_{Time::min()}; // began
};

} // namespace crura::breath
