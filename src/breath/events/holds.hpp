#pragma once

#include "breath/events/held_scale.hpp"
#include "breath/events/opposed_bands.hpp"
#include "breath/events/pauses.hpp"
#include "breath/events/spell.hpp"
#include "breath/events/stays.hpp"
#include "breath/events/stillness.hpp"
#include "breath/events/upheaval.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"

namespace crura::breath {

// A breath held: the displacement stays within a tenth of a breath for three seconds. Where it
// stays says after what; and it must have stayed there twice as long as this person
// usually does, or the pause of a slow breather would pass for a hold. Or chest and belly move
// against each other, so that no air moves (isovolume); a hold that becomes such is told as two. It
// is known at three seconds, over when the breath moves on. Evidence: how long it was held [s].
//
// Sets state.hold: whoever wants to know whether a hold is too long for this person asks that. Any
// thread; a plain value.
class Holds {
public:
    struct Params {
        double usual = 2;          // of the usual stay there; 1.5 .. 3
        double unknown_s = 15;     // the least while the usual stay is unknown; 10 .. 30
        double late_s = 4.5;       // still so soon after it came there, or in half the time needed;
                                   // 2 .. 6
        double fair_s = 12;        // and so soon after a fair breath; 8 .. 20
        double disagree = 0.2;     // of a breath: the displacement is elsewhere than its bands
        double moves_on = 0.25;    // of a breath: away from where it was held; 0.15 .. 0.4
        double stays_within = 0.2; // of a breath: it is still held there; 0.1 .. moves_on
        double restless_s = 2.5;   // for so long not quite still is no hold any more; 1.5 .. 5
        double drift_s = 10;       // time constant of what counts as drift of that place; 4 .. 20
        double opposed_s = 5;      // bands that oppose each other no more end such a hold; 3 .. 10
        double opposed_back_s = 1.8; // so long before they were last seen to; 1 .. 2.5
        double same_s = 1.5;   // a hold that begins so soon after another goes on with it; 0.5 .. 3
        double smooth_s = 0.3; // time constant; keeps a heartbeat below Stillness::Params::still
        double delay_s = 0.15; // of the displacement
        Stillness::Params stillness{};
        Stays::Params stays{};
        Upheaval::Params upheaval{};
        OpposedBands::Params opposed{};
        Pauses::Params pauses{};
    };

    explicit Holds(Params params);

    // Every breath, once.
    void learn(const Breath& breath);

    // Every tick, after the tracker.
    void operator()(Time now, BreathState& state);

private:
    bool heard(const BreathState& state) const;
    void reset(Time now, const BreathState& state);
    void step(Time now, double step_s, BreathState& state);
    void smooth(Time now, double step_s, const BreathState& state);
    void watch(Time now, double step_s, const BreathState& state);
    void seek(Time now, BreathState& state);
    bool rests(Time now) const;
    bool agree(const BreathState& state) const;
    void begin(EventKind kind, Time start, Time now, BreathState& state);
    void follow(Time now, double step_s, BreathState& state);
    bool over(Time now, double away);
    void finish(Time now, BreathState& state);
    void say(BreathState& state) const;
    bool isovolume() const { return spell_.kind() == EventKind::isovolume_hold; }
    double held_level() const { return isovolume() ? opposed_.sum() : level_; }
    double lag_s() const { return params_.delay_s + params_.smooth_s; } // of level_
    double needed_s(Stays::Place place) const;

    Params params_;
    Stillness stillness_;
    Stays stays_;
    Upheaval upheaval_;
    OpposedBands opposed_;
    Pauses pauses_;
    double pause_s_ = 0; // the longest of the breath under way, so far
    bool listening_ = false;
    Time last_{};
    double level_ = 0; // smoothed displacement
    Levels bands_{};   // and levels
    Spell spell_{EventKind::hold};
    Time held_since_{};     // through a change of the kind
    HeldScale scale_;       // of level_ in a hold
    double held_at_ = 0;    // of held_level(), about which it drifts
    double held_drift_ = 0; // [a second]
    Time last_opposed_{};
};

} // namespace crura::breath
