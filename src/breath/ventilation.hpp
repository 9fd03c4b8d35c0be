#pragma once

#include "breath/separation/gains.hpp"
#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// How much air reaches the alveoli, of what this person's quiet breath brings there: 1 as usual.
// Of each breath the dead space is taken off, so that few deep breaths bring more than many shallow
// ones of the same volume a minute:
//
//     VA = f (a - d) / (f0 (1 - d)),   a = amplitude of the summed bands / A0,   d = dead space
//
// f0 and A0 are learnt from the first quiet breaths that are good, and anew after a calibration that
// was asked for, when the belts were moved, and in another posture. Without calibrated gains chest
// and belly are added as they come, and of one belt there is only that: a trend, as
// BreathState::partition says. The steady PCO2 is about 40 mmHg / VA. After the alveolar
// ventilation equation (West, Respiratory Physiology, ch. 2). Any thread; a plain value.
class Ventilation {
public:
    struct Params {
        double dead_space = 0.3;      // of the quiet breath; 0.2 .. 0.4
        double window_s = 20;         // smoothed over, but ...
        int window_breaths = 3;       // ... so many breaths at least; 2 .. 6
        int least_breaths = 8;        // quiet ones, before anything is said; 5 .. 20
        int usual_breaths = 20;       // quiet ones, after which the usual is fixed; 8 .. 32
        double least_confidence = 0.5; // of a breath that counts; 0.3 .. 0.9
        double most_motion = 0.5;     // state.motion.level of one that counts; 0.2 .. 1
        double sigh = 1.8;            // deeper than the others by this: no more than that counts
        double stale_s = 25;          // without a breath that counts: unknown; 10 .. 60
    };

    explicit Ventilation(Params params) : params_(params) {}

    // Every frame, once state.breaths, posture, motion and calibration are those of `now`: sets
    // state.ventilation. `gains` are those that hold in this posture.
    void operator()(const Gains& gains, Time now, BreathState& state);

    // A calibration that is asked for: what is usual is learnt anew. Other commands are left alone.
    void obey(Command command);
};

} // namespace crura::breath
