#pragma once

#include "breath/band_sum.hpp"
#include "breath/band_tracker.hpp"
#include "breath/calibration.hpp"
#include "breath/conditioner.hpp"
#include "breath/cycle.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/breath_scale.hpp"
#include "dsp/history.hpp"
#include "dsp/turn_detector.hpp"

#include <array>
#include <bitset>
#include <optional>

namespace crura::breath {

// What the breath is doing, frame by frame.
//
// First it listens: until it knows which way up every sensor is, it names no phase and reports no
// breath, only a displacement of low confidence. Then it goes through what it has heard at once, so
// that the first breaths are reported as well: late, but right.
//
// From then on the turns are those of the sum of the bands, in which both breathe equally high, or
// by their gains once these are calibrated. In a gap the phase is held for `hold_s`; a longer one
// takes the confidence away, makes the numbers unknown and has the turns looked for anew. Any
// thread; a plain value.
class Tracker {
public:
    struct Params {
        double listen_s = 30;   // longest wait for the polarity of a sensor
        // These count from the last valid frame, which the aligner's bridge already put off:
        double hold_s = 0.3;    // longest gap through which the phase is held
        double stale_s = 0.6;   // longest gap through which a number is shown
        double restart_s = 1.2; // after a longer gap the turns are looked for anew
    };

    explicit Tracker(Params params);

    // Brings `state` up to this frame, which became known at `now`. Onsets and breaths are added;
    // the caller clears them.
    void operator()(const Frame& frame, Time now, BreathState& state);

    // Measures the gains anew, from the breaths that follow.
    void recalibrate();

    // At the end of a recording: the breath whose end was never seen.
    std::optional<Breath> unfinished() const { return cycle_.unfinished(gains_); }

private:
    struct Heard { // a frame, smoothed, whichever way up
        Time time{};
        Levels level{};
        std::bitset<kBands> valid;
    };

    void listen(const Heard& heard, Time now, BreathState& state);
    bool heard_enough() const;
    void follow(const Heard& heard, Time now, BreathState& state);
    void weigh(std::bitset<kBands> valid);
    void scale_to(const dsp::Turn& turn);
    void calibrate(const BreathState& state);
    void describe(const Heard& heard, BreathState& state);
    void name_phase(double time_s, BreathState& state);
    void say_numbers(double time_s, BreathState& state) const;
    void remember_pair(const BreathState& state);
    double confidence(double time_s) const;
    double gap_s(double time_s) const;

    Params params_;
    std::array<Conditioner, kBands> conditioners_;
    std::array<BandTracker, kBands> bands_;

    dsp::History<Heard, 3000> heard_;
    bool listening_ = true;

    Levels level_{}; // signed, the last measured of each band
    std::bitset<kBands> weighed_;
    Gains weighed_gains_;
    BandSum sum_;
    dsp::TurnDetector turns_{{}};
    Cycle cycle_;
    dsp::BreathScale scale_{{}};
    std::array<dsp::BreathScale, kBands> band_scale_;
    dsp::History<double, 21> displacements_; // the last 200 ms
    double still_since_s_ = 0;
    double last_valid_s_ = 0;
    bool ever_valid_ = false;

    Calibration calibration_{{}};
    bool calibrating_ = true;
    Gains gains_;
    dsp::History<double, 5> shares_;
    Estimate share_;
    Estimate phase_angle_;
    Partition partition_ = Partition::none;
};

} // namespace crura::breath
