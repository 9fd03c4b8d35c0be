#pragma once

#include "core/assessment.hpp"
#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/time.hpp"
#include "sessions/session.hpp"

#include <string>

namespace crura::sessions {

// Which of the fixed rates of a program suits this person best: by the swing of the heart where one
// is heard in every rate that counts, else by comfort. Works on the steps of GuideStyle::fixed; a
// comfort question is about the last of them that was over when it was asked (a check-in comes at
// the beginning of the next step). After Lehrer, and Shaffer and Meehan 2020, "A Practical Guide to
// Resonance Frequency Assessment", as far as the sensors carry it: docs/rate-assessment.md. [engine];
// a plain value that reads no clock.
class RateAssessment {
public:
    struct Params {
        double settle_s = 20;         // at the start of each step, not counted; 10 .. 60
        double most_off_bpm = 0.25;   // measured from asked, else the step does not count; 0.1 .. 0.5
        double most_gaps = 0.05;      // share of the step's time, else it does not count; 0.01 .. 0.2
        double least_breaths = 5;     // of a step that counts; 4 .. 12
        double good_confidence = 0.5; // of a moment that is no gap; 0.3 .. 0.9
        double most_ventilation = 1.1; // of the usual, for a comfortable rate; 1.05 .. 1.25
    };

    explicit RateAssessment(Params params) noexcept : params_(params) {}

    // Once a tick. `step` is the step under way, null while none is (before, paused, after); it
    // stays where it is as long as the session lives.
    const Assessment& operator()(Time now, const Step* step, const BreathState& breath,
                                 const CheckInState& check_in) noexcept;

private:
    Params params_;
    Assessment assessment_;
};

// The result for a person, in one or two plain sentences. Any thread.
std::string in_words(const Assessment& assessment);

} // namespace crura::sessions
