#pragma once

#include "core/breath_state.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/wishes.hpp"

#include <optional>

namespace crura::sessions {

// What a person who lies is told about how they lie, seldom and softly:
//
//   pelvic_drift     Phrase::low_back while the person lies still, at most once in
//                    `low_back_every_s`, and once for each drift: one that is not left is not
//                    mentioned again
//   posture_change   once the person is still again and has breathed: Phrase::settle_again, and
//   or sat or stood  Command::recalibrate; once for all that changed meanwhile
//
// Nothing in a step in which the person moves anyway, without a session, or while it is paused,
// braked or over; what changed in a pause is asked about after it. A posture whose gains are known
// already asks for nothing; nor does a body with one sensor, where there is no share to calibrate.
// Each wish comes with its Decision; that of who sat or stood up has 0 degrees. [engine]
class Reminders {
public:
    struct Params {
        double low_back_every_s = 180; // 60 .. 3600
        double drift_deg = 2.5;        // the limit named in the decision: of breath::PelvicDrift
        double turned_deg = 20;        // the same: of breath::PostureWatch
        double still_level = 0.3;      // of Motion, 0 .. 1: below, the person lies still
        double still_s = 5;            // for so long, 1 .. 60
    };

    explicit Reminders(Params params) : params_(params) {}

    // Every tick, after the observer. `moves`: of the step that the session is in; `last`: the
    // session as it was after the last tick.
    void operator()(Time now, bool moves, const SessionState& last, const BreathState& breath,
                    Wishes& wishes) noexcept;

private:
    struct Change {
        double turned_deg = 0;
        bool breathed = false; // since
    };

    void watch_drift(const BreathState& breath);
    void watch_posture(Time now, const BreathState& breath);
    bool still(Time now) const;
    void remind(Time now, Wishes& wishes);
    void ask(Time now, const BreathState& breath, Wishes& wishes);

    Params params_;
    std::optional<double> drift_deg_; // of a drift that lasts and was not mentioned
    std::optional<Time> reminded_at_;
    Posture posture_ = Posture::unknown;
    bool renamed_ = false;         // it has another name than when the person last lay still
    std::optional<Change> change_; // not dealt with yet
    Time stirred_at_{};
};

} // namespace crura::sessions
