#pragma once

#include "dsp/moving_low_pass.hpp"
#include "dsp/turn_detector.hpp"

namespace crura::breath {

// How much a breathing signal must be smoothed before its turns may be believed, and how far it
// must then come back from its extreme.
//
// Steps ripple a belt faster than the person breathes. The more they do, beside the height of a
// breath, the lower the corner and the larger the retreat: a still person's turns are known at
// once, a runner's late but rightly. Where the corners come from: docs/breath/onsets.md. Any
// thread.
class Steadier {
public:
    struct Params {
        double sample_rate_hz = 50;
        double calm_hz = 8;     // corner at rest, behind the low-pass of the band
        double moving_hz = 0.8; // and among steps
        double ripple_hz = 1.2; // what is faster is ripple
        double forget_s = 4;    // time constant of its size
        double little = 0.10;   // ripple from peak to peak, in breaths, that still is rest
        double much = 0.30;     // and that calls for all caution
        double whole = 0.85;    // a half-breath that has gone so far, in usual breaths, is whole
        double begun = 0.4;     // and one that has gone less may well go on
        dsp::TurnDetector::Retreat at_first{0.08, 0.12}; // for one that may go on
        dsp::TurnDetector::Retreat when_whole{0.06, 0.05};
        dsp::TurnDetector::Retreat moving{0.20, 0.20};
    };

    explicit Steadier(Params params);

    // The smoothed signal. `amplitude` is that of a usual breath [signal units], `motion` what
    // other sensors say: 0 still .. 1.
    double operator()(double level, double amplitude, double motion);

    void reset(double level);

    // What is faster than ripple_hz, from peak to peak [signal units].
    double ripple() const;

    // 0 as at rest .. 1 all of it.
    double caution() const { return caution_; }

    // For a half-breath that has gone so far, in usual breaths.
    dsp::TurnDetector::Retreat retreat(double gone) const;

    double group_delay_s() const { return smooth_.group_delay_s(); }

private:
    void adapt(double amplitude, double motion);

    Params params_;
    dsp::MovingLowPass smooth_, slow_;
    double ripple_power_ = 0;
    double caution_ = 0;
    unsigned count_ = 0;
};

} // namespace crura::breath
