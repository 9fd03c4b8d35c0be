#pragma once

#include "breath/events/spell.hpp"
#include "core/breath_state.hpp"

namespace crura::breath {

// A way of breathing that lasts, judged breath by breath: it begins once all breaths, but for
// single ones, have kept to it for `lasts_s`, and is over after two in a row that do not, or when
// no breath comes. Any thread; a plain value.
class Manner {
public:
    static constexpr double kSilenceS = 30; // the longest wait for a breath

    Manner(EventKind kind, double lasts_s) : spell_(kind), lasts_s_(lasts_s) {}

    bool on() const { return spell_.on(); }

    // `start` is what the spell would be dated to, were this its first breath.
    void breath(const Breath& breath, Time start, bool keeps, double evidence, Time now,
                BreathState& state)
    {
        misses_ = keeps ? 0 : misses_ + 1;
        kept_ = keeps ? kept_ + 1 : kept_;
        if (misses_ >= 2)
            kept_ = 0;
        if (kept_ == 1 && keeps)
            since_ = start;
        if (keeps) {
            evidence_ += (evidence - evidence_) / kept_;
            last_ = breath.end;
        }
        if (spell_.on() && keeps)
            spell_.seen(breath.end, evidence_);
        else if (spell_.on() && misses_ >= 2)
            spell_.finish(now, state);
        else if (keeps && to_seconds(breath.end - since_) >= lasts_s_)
            spell_.begin(since_, now, evidence_, state);
    }

    void tick(Time now, BreathState& state)
    {
        if (to_seconds(now - last_) <= kSilenceS)
            return;
        kept_ = 0;
        if (spell_.on())
            spell_.finish(now, state);
    }

private:
    Spell spell_;
    double lasts_s_;
    Time since_{}, last_{};
    int kept_ = 0;        // breaths
    int misses_ = 0;      // in a row
    double evidence_ = 0; // mean
};

} // namespace crura::breath
