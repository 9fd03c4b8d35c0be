#pragma once

#include "breath/events/habits.hpp"
#include "breath/events/spell.hpp"

namespace crura::breath {

// A gasp: a breath caught, deeper than usual and in half the usual time. Evidence: how long its
// inspiration took [s]. Any thread; a plain value.
class Gasps {
public:
    struct Params {
        double depth = 1.5; // of the last eight breaths' median, more than
        double rise = 0.5;  // of the usual inspiratory time, less than
        double longest_s = 0.8;
        double rate_ratio = 2; // the next breath follows no sooner: else it is a jerk of the body
    };

    explicit Gasps(Params params) : params_(params) {}

    void operator()(const ComparedBreath& compared, Time now, BreathState& state) const
    {
        const Breath& breath = compared.breath;
        const double rise_s = breath.inspiratory_time_s;
        if (compared.known && compared.sound && compared.depth > params_.depth
            && rise_s < params_.rise * compared.usual_inspiratory_s && rise_s < params_.longest_s
            && compared.rate_ratio() < params_.rate_ratio)
            report(EventKind::gasp, breath.inspiration_onset, breath.expiration_onset, now, rise_s,
                   state);
    }

private:
    Params params_;
};

} // namespace crura::breath
