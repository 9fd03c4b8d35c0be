#pragma once

#include <algorithm>

namespace crura::dsp {

// The first sign of an inspiration, sooner than a turn is certain, and taken back when none comes:
// for a cue that may fade in, and out again. Any thread; a plain value.
class RisingEdge {
public:
    struct Params {
        double sample_rate_hz = 50;
        double rise = 0.03;     // share of the amplitude, 0 .. 1
        double rising_s = 0.08; // without a fall for so long
        double confirm_s = 0.4; // is then waited for, no longer
    };

    explicit RisingEdge(Params params) : params_(params) {}

    // `inspiring`: the turn is certain. `noise` is the size of what is certainly not breath.
    void operator()(double time_s, double level, double amplitude, double noise, bool inspiring)
    {
        rising_s_ = level > last_ ? rising_s_ + 1 / params_.sample_rate_hz : 0;
        if (was_inspiring_ && !inspiring)
            start_from(level);
        was_inspiring_ = inspiring;
        last_ = level;
        if (level <= lowest_)
            start_from(level);
        const bool seen = amplitude > 2 * noise && rising_s_ > params_.rising_s
            && level - lowest_ > std::max(params_.rise * amplitude, noise);
        if (seen && !edge_) {
            edge_ = true;
            edge_s_ = time_s;
        }
        rising_ = inspiring || (edge_ && time_s - edge_s_ <= params_.confirm_s);
    }

    void restart() { *this = RisingEdge(params_); }

    bool rising() const { return rising_; }

private:
    void start_from(double level)
    {
        lowest_ = level;
        edge_ = false;
    }

    Params params_;
    double last_ = 0, lowest_ = 1e300;
    double rising_s_ = 0; // for how long
    double edge_s_ = 0;
    bool edge_ = false; // since the lowest point
    bool was_inspiring_ = false;
    bool rising_ = false;
};

} // namespace crura::dsp
