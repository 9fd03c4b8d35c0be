#pragma once

#include "breath/events/habits.hpp"
#include "breath/events/manner.hpp"

namespace crura::breath {

// Over-breathing: much quicker than usual, and not shallower to make up for it. Evidence: how much
// more air that is than usual, rate times depth, 1 as usual. In motion the body needs it: then
// nothing is said. Any thread; a plain value.
class OverBreathing {
public:
    struct Params {
        double rate = 1.5;     // of the usual one, more than
        double rate_bpm = 24;  // more than
        double depth = 0.8;    // of the usual one, at least
        double goes_on = 0.85; // of all these, once it has begun
        double lasts_s = 20;
    };

    explicit OverBreathing(Params params)
        : params_(params), manner_(EventKind::over_breathing, params.lasts_s)
    {
    }

    void operator()(const ComparedBreath& compared, Time now, BreathState& state)
    {
        const double ease = manner_.on() ? params_.goes_on : 1;
        const Breath& breath = compared.breath;
        const bool keeps = compared.known && compared.sound
            && compared.rate_ratio() > ease * params_.rate
            && breath.breath_rate_bpm > ease * params_.rate_bpm
            && compared.lasting_depth >= ease * params_.depth;
        manner_.breath(breath, breath.inspiration_onset, keeps,
                       compared.rate_ratio() * compared.lasting_depth, now, state);
    }

    void tick(Time now, BreathState& state) { manner_.tick(now, state); }

private:
    Params params_;
    Manner manner_;
};

} // namespace crura::breath
