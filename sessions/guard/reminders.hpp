#pragma once

#include "core/breath_state.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/wishes.hpp"

#include <optional>

namespace crura::sessions {

// What a person who lies is told about how they lie, seldom and softly:
//
//   pelvic_drift     Phrase::low_back, at most once in `low_back_every_s`, and once for each drift:
//                    one that is not left is not mentioned again
//   posture_change   once the person is still again: Phrase::settle_again, and
//                    Command::recalibrate; once for all that changed meanwhile
//
// Nothing in a step in which the person moves anyway, and nothing while the session is paused,
// braked or over; what changed in a pause is asked for after it. A posture that is left and taken
// up again, or another one whose gains are known, asks for nothing; nor does a body with one sensor
// only, where there is no share to calibrate. Each wish comes with its Decision. [engine]
class Reminders {
public:
    struct Params {
        double low_back_every_s = 180; // 60 .. 3600
        double drift_deg = 3;   // the limit named in the decision: of breath::PelvicDrift
        double turned_deg = 20; // the same: of breath::PostureWatch
        double still_level = 0.3; // of Motion: below, the person lies still, 0 .. 1
        double still_s = 5;       // for so long, 1 .. 60
        double patience_s = 60; // a change that could not be asked about for so long is forgotten
    };

    explicit Reminders(Params params) : params_(params) {}

    // Every tick, after the observer. `moves`: of the step that the session is in; `last`: the
    // session as it was after the last tick.
    void operator()(Time now, bool moves, const SessionState& last, const BreathState& breath,
                    Wishes& wishes) noexcept;

private:
    Params params_;
};

} // namespace crura::sessions
