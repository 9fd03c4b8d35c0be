#pragma once

#include "sessions/session.hpp"

namespace crura::sessions {

// Every number of the guide. "Own" is what the person does, "natural" what they did before anything
// was shown, "asked" what the guide shows. Steps and lags are shares. docs/guide.md has the same
// table with the reasons and what was measured.
struct GuideParams {
    // What differs between the two manners.
    struct Manner {
        double step;   // of the expiration, added at every other breath in step; 0.01 .. 0.03
        bool lag_rule; // comes back from a person who stays behind, however little
    };
    Manner gentle{.step = 0.026, .lag_rule = true};
    Manner training{.step = 0.03, .lag_rule = false};
    const Manner& of(GuideManner manner) const noexcept
    {
        return manner == GuideManner::training ? training : gentle;
    }

    // What is believed.
    double good_confidence = 0.6; // of a breath that counts; 0.5 .. 0.9
    double lost_confidence = 0.4; // of a moment that is a gap; 0.1 .. good_confidence
    int good_breaths = 3;         // in a row, all after the gap, before a target; 3 .. 8
    double fade_breaths = 2;      // from absent to present and back; 1 .. 4
    double silent_breaths = 2.5;  // no inspiration for so many own breaths is a gap; 1.5 .. 5

    // Recognise and follow.
    double recognise_s = 60; // or 8 good breaths, whichever is first; 30 .. 120
    int follow_breaths = 3;  // shown as they are, before anything is led; 2 .. 6
    double gain = 0.5;       // toward the own breath, when following or yielding; 0.3 .. 0.7

    // Invite.
    double invite_most = 0.10; // added to the expiration, as a share; 0 .. 0.10
    double invite_step = 0.01; // of it; 0.002 .. 0.02

    // Lead.
    double tolerance = 0.20;       // of a breath time that is in step; 0.15 .. 0.25
    int in_step_at_first = 3;      // breaths in step before the first step; 2 .. 6
    int in_step = 2;               // and before every other; 1 .. 4
    double expiration_ratio = 1.8; // to the inspiration; beyond, that grows too; 1.2 .. 2.2
    double lead_cap = 1.25;        // asked period over the median of five own; 1.15 .. 1.4
    double tempo = 0.75;           // of the natural rate: GuideStyle::personal_tempo; 0.6 .. 0.9
    double fixed_step = 0.08;      // at every breath in step: GuideStyle::fixed; 0.02 .. 0.1
    double fixed_ratio = 1.5;      // its expiration_ratio; 1.2 .. 2.2

    // Yield.
    int out_of_step = 2;        // breaths in a row; 2 .. 4
    double caution = 0.7;       // each failure multiplies the step by it ...
    double least_caution = 0.5; // ... but never by less in all; 0.3 .. 1
    double lag = 0.06;          // of the median of twelve breaths; 0.04 .. 0.10 ...
    double noise = 2.5;         // ... or so many standard errors, if more, here and below; 2 .. 4
    double lag_return = 1.03;   // over the median of twelve own, after a lag; 1 .. 1.05
    int lag_hold = 20;          // breaths; 10 .. 30

    // Strain: back toward the natural breath.
    double retreat = 0.85; // of the asked period, once; 0.75 .. 0.95
    int strain_hold = 6;   // breaths; 4 .. 12
    int air_again = 3;     // breaths until it retreats again while AirAdvice::yield lasts; 2 .. 6
    double share_drop = 0.10;   // of the belly's share, against its own before; 0.05 .. 0.2
    double jumps_up = 1.5;      // of the breath time's jumps, over the usual ones; 1.3 .. 2.5
    double even_jumps = 0.07;   // of the breath time: the least that counts as usual; 0.05 .. 0.1
    double sighs_within_s = 60; // two; 30 .. 120

    // Sleep.
    double drowsy_s = 90;        // of all the signs below; 60 .. 100
    double drowsy_misfit = 0.09; // of the breath time off what was shown; 0.07 .. 0.15
    double drowsy_jumps = 0.09;  // of the breath time, and jumps_up over the usual; 0.06 .. 0.12
    double drowsy_slowing = 1.6; // over natural: who still breathes so slowly, follows; 1.2 .. 2
    double still = 0.3;          // Motion::level below; 0.1 .. 0.5
    double stirred_s = 120;      // after a movement or command; 60 .. 300: even breaths then
                                 // mean that the person is back
};

} // namespace crura::sessions
