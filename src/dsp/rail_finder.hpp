#pragma once

#include "dsp/history.hpp"

#include <optional>

namespace crura::dsp {

// Is a signal at the end of its sensor's range? Nobody says where that is, so it is learnt: the
// signal comes to a sudden stop at the furthest it ever was, and stays there, more than once or for
// long. A breath slows down before it turns, and the next one turns elsewhere; a signal that was
// clipped does neither.
//
//          |-------------| flat           a natural top:   .--.
//         /               \                              /      \.
//        / sudden                                      /          \.
//
// An exact 0 (of a sensor that counts) or 2^n - 1 that is the furthest ever and lasts is the end of
// a converter at once. A level beyond which the signal goes later was none. Any thread; a plain
// value.
class RailFinder {
public:
    struct Params {
        double sample_rate_hz = 100;
        double flat = 0.035;    // of the usual swing: nearer to the rail is at the rail
        double sudden = 0.1;    // of the swing, within 0.1 s: how it comes to its stop, at least
        double abrupt = 0.15;   // so that one stop is enough if it is long
        double above_noise = 8; // and so many times the noise: no stop of a coarse sensor
        double same = 0.01;     // of the swing: two stops at the same level are no further apart
        double stop_s = 0.3;    // a stop is flat for so long
        double dip_s = 0.06;    // shorter dips back do not end it
        double exact_s = 0.2;   // at the end of a converter
        double long_s = 2.5;    // a long stop
        double away_s = 0.5;    // a longer leave ends it
        int enough = 3;         // stops at the same level, less those elsewhere near it
    };

    explicit RailFinder(Params params) : params_(params) {}

    // `swing` of the last breaths and `noise` in the signal's unit; nothing is found while the
    // swing is not known (0).
    void operator()(double signal, double swing, double noise);

    // The signal is there now, as far as anyone can tell.
    bool at_rail() const { return at_rail_; }

    void forget() { *this = RailFinder(params_); }

private:
    struct Rail { // or what may be one
        double level;
        int stops = 1;
        bool abrupt;
        double time_s = 0; // at it, but for short leaves
        double away_s = 0;
    };

    bool at_converters_end(double signal);
    void follow_run(double signal, double swing);
    void look_for(std::optional<Rail>& rail, int side, double signal, double swing, double noise);

    Params params_;
    double lowest_ = 0, highest_ = 0;
    bool began_ = false;
    bool at_rail_ = false;
    double same_ = 0;
    int same_samples_ = 0;
    History<float, 11> recent_; // 0.1 s, less the first value ever
    double origin_ = 0;
    double run_lowest_ = 0, run_highest_ = 0;
    double run_entry_ = 0; // how far it moved within 0.1 s before it stopped
    int run_samples_ = 0;
    int dip_samples_ = 0;
    std::optional<Rail> upper_, lower_;
};

} // namespace crura::dsp
