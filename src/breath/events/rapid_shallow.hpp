#pragma once

#include "breath/events/habits.hpp"
#include "breath/events/manner.hpp"

namespace crura::breath {

// Rapid shallow breathing: quick and small for this person, as pain or fear make it. Evidence: rate
// over depth, 1 as usual (the rapid shallow breathing index, relative). Any thread; a plain value.
class RapidShallow {
public:
    struct Params {
        double index = 2;     // rate over depth, of the usual one, more than
        double rate_bpm = 20; // more than
        double depth = 0.8;   // of the usual one, less than
        double goes_on = 0.8; // of the index, once it has begun
        double lasts_s = 30;
    };

    explicit RapidShallow(Params params)
        : params_(params), manner_(EventKind::rapid_shallow, params.lasts_s)
    {
    }

    void operator()(const ComparedBreath& compared, Time now, BreathState& state)
    {
        const Breath& breath = compared.breath;
        const double index = compared.rate_ratio() / std::max(compared.lasting_depth, 0.1);
        const bool keeps = compared.known && compared.sound
            && index > (manner_.on() ? params_.goes_on : 1) * params_.index
            && breath.breath_rate_bpm > params_.rate_bpm && compared.lasting_depth < params_.depth;
        manner_.breath(breath, breath.inspiration_onset, keeps, index, now, state);
    }

    void tick(Time now, BreathState& state) { manner_.tick(now, state); }

private:
    Params params_;
    Manner manner_;
};

} // namespace crura::breath
