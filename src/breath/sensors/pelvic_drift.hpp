#pragma once

#include "breath/events/spell.hpp"
#include "breath/sensors/still_tilt.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"

namespace crura::breath {

// Whether a person who lies on the back tucks the pelvis or presses the low back down: the belly's
// motion sensor turns by a few degrees and stays so, while the chest's does not.
//
// Reports EventKind::pelvic_drift from where it began until it is left; its evidence is the angle
// [deg], of which the doubt has been taken into account. How the person lay at first is what counts
// as not drifted, and follows slowly, as a body settles. Nothing is said while the body moves or
// trembles; when all of it turned, it begins anew. Needs motion sensors on chest and belly. Runs
// after PostureWatch and MotionIndex. Any thread; a plain value.
class PelvicDrift {
public:
    struct Params {
        double drift_deg = 2.5;   // the least that is reported, beyond doubt, 1 .. 20
        double arrived_deg = 0.5; // from one look to the next: grows by less, and the turn is over
        double left_deg = 1.25;   // below for a whole window of looks, the drift is over
        double chest_share = 0.4; // of the belly's turn: where the chest turns more, it is no drift
        double settle_deg = 0.6;  // a minute: so fast a body may settle unnoticed, 0.1 .. 2
        double still_level = 0.3; // of Motion, 0 .. 1: above, nothing is looked at
        double begin_s = 40;      // lying still, before what follows is compared with it
        double unseen_s = 60;     // not looked at for so long, a drift is over
        double doubt_s = 60;      // memory of how much the angle wavers
        StillTilt::Params tilt{};
    };

    explicit PelvicDrift(Params params)
        : params_(params), chest_(Band::thoracic, params.tilt), belly_(Band::abdominal, params.tilt)
    {
    }

    // Every frame.
    void operator()(const Frame& frame, Time now, BreathState& state);

private:
    static constexpr double kUsualDoubt_deg = 0.3;

    bool looks_at(const BreathState& state) const;
    void judge(Time time, Time now, BreathState& state);
    void settle();
    void restart();

    Params params_;
    StillTilt chest_, belly_;
    TiltExtremes chest_rest_, belly_rest_; // how the person lay at first, and settled
    int seen_ = 0;                         // looks since it began anew
    bool compares_ = false;                // the rest is known
    double wavering_ =
        kUsualDoubt_deg * kUsualDoubt_deg; // mean square of the angle at rest [deg^2]
    double last_deg_ = 0;                  // at the last look
    double most_deg_ = 0;                  // of the drift that is on
    Spell spell_{EventKind::pelvic_drift};
};

} // namespace crura::breath
