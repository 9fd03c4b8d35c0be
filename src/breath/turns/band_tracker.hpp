#pragma once

#include "breath/turns/polarity.hpp"
#include "breath/turns/steadier.hpp"
#include "breath/turns/turn_rate.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/history.hpp"
#include "dsp/low_pass.hpp"
#include "dsp/turn_detector.hpp"

#include <cstddef>
#include <optional>

namespace crura::breath {

// One band by itself: smooths it, measures its noise, finds out which way up it is and how large
// its breath is. What it says about the moment of a turn is for its own use; the turns of the
// breath are those of both bands together (Tracker). Any thread; a plain value.
class BandTracker {
public:
    struct Params {
        double cutoff_hz = 3;   // keeps the onset of a breath sharp, stops hum
        double silence_s = 1.2; // after a longer gap the turns are looked for anew
        double wild = 0.8;      // so many breaths beside the ripple away from the level is a spike,
        double wild_s = 0.3;    // or, when it stays there, a step
    };

    explicit BandTracker(Params params);

    // The band's raw value at this instant, or nothing in a gap; every frame. Turns are looked for
    // when they are `due`, every kTurnEvery-th time. `motion`: 0 still .. 1. `flow`: the value is
    // integrated flow.
    void operator()(double time_s, std::optional<double> raw, bool due, double motion,
                    bool flow = false);

    // Smoothed, whichever way up the sensor is; the last one in a gap [sensor units].
    double level() const { return level_; }

    // The range of polarity() * level() since the last long gap [sensor units].
    double lowest() const { return polarity() > 0 ? lowest_ : -highest_; }
    double range() const { return highest_ - lowest_; }

    bool ever() const { return ever_; }
    bool valid() const { return valid_; }
    int polarity() const { return vote_.polarity(); }
    bool polarity_decided() const { return vote_.decided(); }
    double polarity_evidence() const { return vote_.evidence(); }

    void adopt_polarity(int polarity) { vote_.adopt(polarity); }
    double amplitude() const { return turns_.amplitude(); }

    // Size of what is certainly not breath in level(); 0 until it is measured [sensor units].
    double noise() const { return noise_; }

    // 0 .. 1: how far the breath stands out of the noise.
    double clarity() const;

    double group_delay_s() const { return smoothing_.group_delay_s(); }

private:
    static constexpr double kCycleRateHz = 25;
    static constexpr std::size_t kCycle = 750; // the longest cycle that votes: 30 s

    void begin(double raw);
    double tamed(double time_s, double raw);
    void measure_noise(double raw);
    void find_turn(double time_s, double motion, bool flow);
    void vote(const dsp::Turn& turn, bool flow);

    Params params_;
    dsp::LowPass smoothing_;
    Steadier steady_{{.sample_rate_hz = kTurnRateHz, .at_first = {0.10, 0.15}}};
    dsp::TurnDetector turns_; // of the signal as it comes, whichever way up
    PolarityVote vote_{{}};
    dsp::History<double, 11> recent_;
    double origin_ = 0;
    unsigned turns_sought_ = 0;
    double level_ = 0;
    double lowest_ = 0, highest_ = 0;
    double noise_power_ = 0;
    double bends_ = 0; // in the noise
    double noise_ = 0;
    double last_valid_s_ = 0;
    double tame_s_ = 0;                    // when the value was last no spike
    double minimum_s_ = 0, maximum_s_ = 0; // of the cycle under way
    double newest_s_ = 0;
    bool cycle_known_ = false;
    bool ever_ = false;
    bool valid_ = false;
    dsp::History<float, kCycle> cycle_; // above origin_
};

} // namespace crura::breath
