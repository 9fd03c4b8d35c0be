#pragma once

#include "breath/events/habits.hpp"
#include "breath/events/spell.hpp"

#include <optional>

namespace crura::breath {

// A sigh: one breath of at least twice the usual depth, by itself. Several deep breaths in a row
// are something else, such as a calibration, so a sigh is known only when the next breath has
// ended. Evidence: its depth, in usual ones (Sleep 1983;6:234: twice the tidal volume). Any thread;
// a plain value.
class Sighs {
public:
    struct Params {
        double depth = 2;        // of the last eight breaths' median
        double alone = 1.5;      // its neighbours are less deep
        double shortest_s = 0.5; // of its inspiration: quicker is a start,
        double rise = 0.5;       // and quicker than this, of the usual inspiration, a gasp
    };

    explicit Sighs(Params params) : params_(params) {}

    void operator()(const ComparedBreath& compared, Time now, BreathState& state)
    {
        const bool deep = compared.depth > params_.alone;
        if (sigh_ && !deep)
            report(EventKind::sigh, sigh_->breath.inspiration_onset, sigh_->breath.end, now,
                   sigh_->depth, state);
        const bool sigh = compared.known && compared.sound && compared.depth >= params_.depth
            && compared.breath.inspiratory_time_s
                >= std::max(params_.shortest_s, params_.rise * compared.usual_inspiratory_s)
            && !was_deep_;
        sigh_ = sigh ? std::optional(compared) : std::nullopt;
        was_deep_ = deep;
    }

private:
    Params params_;
    std::optional<ComparedBreath> sigh_; // if the next breath is not deep as well
    bool was_deep_ = false;
};

} // namespace crura::breath
