#pragma once

#include "sessions/session.hpp"

namespace crura::sessions {

// Every number of the guide. Shares are of the breath time unless they say otherwise; "own" is what
// the person does, "natural" what they did before anything was shown. docs/guide.md has the table
// with the reasons and what was measured.
struct GuideParams {
    // What differs between the two manners of a guide that leads.
    struct Manner {
        double step = 0.02;   // of the expiration, added at every other breath in step; .005 .. .04
        bool lag_rule = true; // comes back from a person who stays behind, however little
        int lag_hold = 20;    // breaths, after it did; 10 .. 30
    };
    Manner gentle;
    Manner training{.step = 0.02, .lag_rule = false};
    const Manner& of(GuideManner manner) const noexcept
    {
        return manner == GuideManner::training ? training : gentle;
    }

    // What is believed.
    double good_confidence = 0.6; // of a breath that counts; 0.5 .. 0.9
    double lost_confidence = 0.4; // of a moment that is a gap; 0.1 .. good_confidence
    int good_breaths = 3;         // in a row, all after a gap, before a target; 3 .. 8
    double fade_breaths = 2;      // from absent to present and back; 1 .. 4
    double silent_breaths = 2.5;  // no inspiration for so many own breaths is a gap; 1.5 .. 5
};

} // namespace crura::sessions
