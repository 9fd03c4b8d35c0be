#pragma once

#include "breath/turns/turn_rate.hpp"
#include "core/breath_state.hpp"
#include "dsp/history.hpp"

namespace crura::breath {

// Tells a pause from the inspiration or expiration that it belongs to: the displacement hardly
// moves, near its top or its bottom, for a while. Every kTurnEvery-th frame. Any thread; a value.
class PhaseNamer {
public:
    struct Params {
        double still_s = 0.3;     // a pause is at least this long
        double still_slope = 0.3; // and moves less than this many breaths a breath time
        double near_top = 0.8;    // displacement of an inspiratory pause, at least
        double near_bottom = 0.2; // displacement of an expiratory pause, at most
    };

    explicit PhaseNamer(Params params) : params_(params) {}

    void push(double displacement) { recent_.push(displacement); }

    Phase operator()(double time_s, bool inspiring, double breath_time_s);

private:
    Params params_;
    dsp::History<double, std::size_t(0.2 * kTurnRateHz) + 1> recent_;
    double still_since_s_ = 0;
};

} // namespace crura::breath
