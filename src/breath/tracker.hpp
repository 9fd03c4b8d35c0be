#pragma once

#include "breath/heard_before.hpp"
#include "breath/sensors/conditioner.hpp"
#include "breath/separation/separation.hpp"
#include "breath/turns/band_mix.hpp"
#include "breath/turns/band_tracker.hpp"
#include "breath/turns/cycle.hpp"
#include "breath/turns/lead.hpp"
#include "breath/turns/pairing.hpp"
#include "breath/turns/phase_namer.hpp"
#include "breath/turns/turn_finder.hpp"
#include "core/breath_state.hpp"
#include "core/few.hpp"
#include "core/frame.hpp"
#include "dsp/breath_scale.hpp"
#include "dsp/history.hpp"
#include "dsp/running_correlation.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <limits>
#include <optional>

namespace crura::breath {

// What the breath is doing, frame by frame.
//
// Until it knows which way up every sensor is, it goes by the likelier one: phases and onsets are
// told with little confidence, and whole breaths are kept back. If the sensor turns out to be the
// other way up, all that was heard is gone through again, so that the first breaths are reported
// late, but right.
//
// The turns are those of the sum of the bands, in which both breathe about equally high, or by
// their gains once these are calibrated; one that is lost in noise counts less. A band that comes
// later is listened to before it joins in. In a gap the phase is held for `hold_s`; a longer one
// takes the confidence away, makes the numbers unknown and has the turns looked for anew, as does a
// sensor that turns out to be the other way up. Any thread; a plain value.
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
    // the caller clears them. state.motion must have been set: among steps it is more careful.
    void operator()(const Frame& frame, Time now, BreathState& state);

    // Commands about the calibration of chest and belly; others are left alone.
    void obey(Command command, Time now) { pair_.obey(command, now); }
    const CalibrationGuidance& guidance() const { return pair_.guidance(); }
    const Gains& gains() const { return pair_.gains(); } // that hold in this posture

    // What the sensor of a band says, as of the last frame.
    const Conditioner& conditioner(Band band) const { return conditioners_[std::size_t(band)]; }

    // By how much displacements are behind the body [s].
    double delay_s() const { return bands_[0].group_delay_s(); }

    // At the end of a recording: the breath whose end was never seen.
    std::optional<Breath> unfinished() const { return cycle_.unfinished(pair_.gains()); }

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();

    Heard hear(const Frame& frame, bool due, double motion);
    void release(BreathState& state);
    void listen(const Heard& heard);
    void join(double time_s);
    bool ready(std::size_t band, double time_s) const;
    void compare(const Heard& heard);
    void turn_over_or_not(std::size_t band);
    void turn_over(std::size_t band);
    void turn_alike();
    void begin_again();
    void restart();

    void follow(const Heard& heard, Time now, BreathState& state);
    bool flows() const;
    bool take(const dsp::Turn& turn, double time_s, Time now, BreathState& state);
    void scale_to(const dsp::Turn& turn);
    BandMix::Bands bands(std::bitset<kBands> valid);

    void describe(const Heard& heard, BreathState& state);
    void show(const Heard& heard, BreathState& state);
    Phase phase(double time_s, Phase last);
    double confidence(double time_s) const;
    double gap_s(double time_s) const;
    bool both_bands(double time_s) const;

    Params params_;
    std::array<Conditioner, kBands> conditioners_;
    std::array<BandTracker, kBands> bands_;
    unsigned frames_ = 0;

    std::size_t behind_ = 0; // of heard_, not followed yet
    bool listening_ = true;
    dsp::RunningCorrelation together_; // of the raw bands, while listening
    Levels first_valid_s_{}, last_valid_s_{kNever, kNever};
    Few<Breath, 16> withheld_; // until it is known which way up they are

    std::bitset<kBands> joined_; // bands that are followed
    std::array<int, kBands> polarity_{1, 1};
    Levels level_{};             // signed, the last measured of each band
    double followed_s_ = kNever; // the last frame with a measurement that was followed
    double motion_ = 0;
    BandMix mix_;
    TurnFinder turns_;
    Cycle cycle_;
    Pairing pairing_{{}};
    Lead lead_{{}};
    Separation pair_;
    dsp::BreathScale scale_{{}};
    std::array<dsp::BreathScale, kBands> band_scale_;
    PhaseNamer name_{{}};
    HeardBefore heard_;
};

} // namespace crura::breath
