#pragma once

#include "breath/band_sum.hpp"
#include "breath/band_tracker.hpp"
#include "breath/conditioner.hpp"
#include "breath/cycle.hpp"
#include "breath/lead.hpp"
#include "breath/pairing.hpp"
#include "breath/separation.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/breath_scale.hpp"
#include "dsp/history.hpp"
#include "dsp/running_correlation.hpp"
#include "dsp/turn_detector.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <limits>
#include <optional>

namespace crura::breath {

// What the breath is doing, frame by frame.
//
// First it listens: until it knows which way up every sensor is, it names no phase and reports no
// breath, only a displacement of low confidence. Then it goes through what it has heard at once, so
// that the first breaths are reported as well: late, but right.
//
// From then on the turns are those of the sum of the bands, in which both breathe equally high, or
// by their gains once these are calibrated; one that is lost in noise counts less. A band that
// comes later is listened to before it joins in. In a gap the phase is held for `hold_s`; a longer
// one takes the confidence away, makes the numbers unknown and has the turns looked for anew, as
// does a sensor that turns out to be the other way up. Any thread; a plain value.
class Tracker {
public:
    struct Params {
        double listen_s = 30; // longest wait for the polarity of a sensor
        // Gaps count from where the aligner no longer bridges them.
        double hold_s = 0.3;    // longest gap through which the phase is held
        double stale_s = 0.6;   // longest gap through which a number is shown
        double restart_s = 1.2; // after a longer gap the turns are looked for anew
        Calibration::Params calibration{};
    };

    explicit Tracker(Params params);

    // Brings `state` up to this frame, which became known at `now`. Onsets and breaths are added;
    // the caller clears them.
    void operator()(const Frame& frame, Time now, BreathState& state);

    // Commands about the calibration of chest and belly; others are left alone.
    void obey(Command command, Time now) { separation_.obey(command, now); }
    const dsp::Asynchrony& asyn() const { return lead_.asynchrony(); }
    const CalibrationGuidance& guidance() const { return separation_.guidance(); }

    // At the end of a recording: the breath whose end was never seen.
    std::optional<Breath> unfinished() const { return cycle_.unfinished(separation_.gains()); }

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();

    struct Heard { // a frame, smoothed, whichever way up
        Time time{};
        Levels level{};
        std::bitset<kBands> valid;
    };

    Heard hear(const Frame& frame);
    void listen(const Heard& heard);
    bool ready(std::size_t band, double time_s) const;
    void turn_over(std::size_t band);
    void turn_over_or_not(std::size_t band);
    void follow(const Heard& heard, Time now, BreathState& state);
    void restart();
    double height(std::size_t band) const;
    Levels wanted_weight(std::bitset<kBands> valid) const;
    void weigh(std::bitset<kBands> valid);
    bool out_of_balance() const;
    void scale_to(const dsp::Turn& turn);
    void describe(const Heard& heard, BreathState& state);
    void name_phase(double time_s, BreathState& state);
    void say_numbers(double time_s, BreathState& state) const;
    void separate(Breath& breath, Time now, BreathState& state);
    double confidence(double time_s) const;
    double gap_s(double time_s) const;
    bool both_bands(double time_s) const;

    Params params_;
    std::array<Conditioner, kBands> conditioners_;
    std::array<BandTracker, kBands> bands_;

    dsp::History<Heard, 3000> heard_;
    std::size_t behind_ = 0; // frames in heard_ that were not followed yet
    bool listening_ = true;
    dsp::RunningCorrelation together_; // of the raw bands, while listening
    Levels first_valid_s_{}, last_valid_s_{kNever, kNever};

    std::bitset<kBands> joined_; // bands that are followed
    std::array<int, kBands> polarity_{1, 1};
    Levels level_{};             // signed, the last measured of each band
    double followed_s_ = kNever; // the last frame with a measurement that was followed
    std::bitset<kBands> weighed_;
    BandSum sum_;
    dsp::TurnDetector turns_{{}};
    Cycle cycle_;
    dsp::BreathScale scale_{{}};
    std::array<dsp::BreathScale, kBands> band_scale_;
    dsp::History<double, 21> displacements_; // the last 200 ms
    double still_since_s_ = 0;

    Separation separation_;
    Lead lead_{{}};
    Pairing pairing_{{}};
    std::optional<Band> alone_; // the band that is followed alone while both oppose each other
    Estimate phase_angle_;
};

} // namespace crura::breath
