#pragma once

#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "core/time.hpp"
#include "dsp/analytic_phase.hpp"

#include <array>
#include <cstddef>
#include <limits>

namespace crura::breath {

// Where in its cycle the breath is, now: 0 at the end of inspiration, 180 half a breath from there.
//
// The phase of the displacement (dsp::AnalyticPhase) says where it was; the breath's frequency
// carries that on to now. Every inspiration onset, once known, pulls the phase towards where an
// onset belongs: the onset knows the shape of this breath, the phase knows it all the time.
//
// In a pause much longer than usual, and in a gap, the phase is held. Any thread; a plain value.
class CyclePhase {
public:
    struct Params {
        double first_rate_bpm = 15;  // until two onsets are known
        double onset_deg = -80;      // where in its cycle the breath is when an inspiration begins
        double pull = 0.3;           // share of its error that an onset takes away, 0 .. 1
        double pull_fades = 0.25;    // time constant of that, in breaths
        double longest_pause = 0.35; // in breaths; a longer one, unless usual, is a hold
        double usual_pauses = 1.5;   // so much longer than the usual pause is a hold, too
        double hold_s = 0.3;         // longest gap that the frequency bridges
        double restart_s = 1.5;      // after a longer gap the past no longer counts
    };

    explicit CyclePhase(Params params);

    // Every frame, after the tracker has brought `state` up to it. `delay_s`: by how much
    // state.displacement is behind the body.
    void operator()(const Frame& frame, double delay_s, const BreathState& state);

    // Every tick, after its frames, also when it has none: state.phase_deg as of now.
    void say(Time now, BreathState& state) const;

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();

    void follow_rate(const BreathState& state);
    void watch_pause(double time_s, const BreathState& state);
    void take_turns(const BreathState& state);
    double angle_at(double time_s) const;
    double doubt_deg() const;

    Params params_;
    dsp::AnalyticPhase analytic_{{}};
    double frequency_hz_;
    double ripple_;       // of the angle, by what the frequency may be off [rad]
    double tone_deg_ = 0; // by which so even a breath would come late
    double delay_s_ = 0;
    std::size_t frames_ = 0;
    double measured_s_ = kNever;            // the last frame with a valid band
    double pushed_s_ = kNever;              // the newest level in analytic_
    dsp::AnalyticPhase::Point point_{0, 0}; // at pushed_s_, on the time of the displacement
    bool known_ = false;

    double turn_s_ = kNever;                                       // the last onset taken
    std::array<double, 3> inspirations_s_{kNever, kNever, kNever}; // newest first
    double pull_deg_ = 0;                                          // at pushed_s_
    double disagreement_ = 0.25; // mean square of the errors at the turns [rad^2]

    double pause_since_s_ = kNever;
    double pause_s_ = 0; // of the pause under way
    double usual_pause_s_ = 0;
    bool held_ = false;
    double held_deg_ = 0;
};

} // namespace crura::breath
