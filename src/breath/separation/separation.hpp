#pragma once

#include "breath/separation/calibration.hpp"
#include "breath/separation/guided_calibration.hpp"
#include "breath/separation/paradox.hpp"
#include "breath/separation/posture_gains.hpp"
#include "breath/separation/rewear_watch.hpp"
#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "dsp/asynchrony.hpp"
#include "dsp/history.hpp"

#include <bitset>
#include <optional>

namespace crura::breath {

// Chest and belly told apart: which gains hold now, what is asked of a person to find them, and
// what a breath's share of the belly is worth.
//
// Gains come from the first minute of natural breathing, if it happens to tell, or from a guided
// calibration; they are kept for each posture. In a posture without gains, or when a belt seems to
// be worn anew, the share is a trend only, and recalibration_wanted is reported where there were
// gains. After a change of posture the share is held for two breaths. Any thread; a plain value.
class Separation {
public:
    struct Params {
        Calibration::Params calibration{};
        int settling_breaths = 2;   // after a change, not believed
        double volume_doubt = 0.04; // of the breath, in each amplitude; heartbeat 0.01 .. 0.03
        double noise_doubt = 0.7;   // of the band's noise, in its amplitude
    };

    // What the tracker knows of the bands when a breath is whole [sensor units].
    struct Bands {
        Levels usual_amplitude{};
        Levels end_expiratory_level{};
        Levels noise{};
    };

    explicit Separation(Params params)
        : params_(params), natural_(params.calibration),
          guided_({.calibration = params.calibration})
    {
    }

    // Commands that are not about calibration are left alone.
    void obey(Command command, Time now);

    // Every frame, with signed and smoothed levels: takes state.posture, may add events.
    void add_frame(Time time, const Levels& level, std::bitset<kBands> measured, Time now,
                   BreathState& state);

    // The breath that has just become known: its share and partition are completed.
    void add_breath(Breath& breath, const Bands& bands, Time now, BreathState& state);

    // Says share, partition and progress, and the phase angle of this moment; share and angle only
    // while both bands are heard.
    void say(bool both_heard, const dsp::Asynchrony& asynchrony, BreathState& state) const;

    // What was breathed so far was misunderstood.
    void begin_again();

    const Gains& gains() const { return gains_.here(); }
    const CalibrationGuidance& guidance() const { return guided_.guidance(); }

    // Since the last call the gains have changed: the bands have to be weighed anew.
    bool take_change();

    // A manoeuvre is under way in which the bands do not move as usual.
    bool deliberate() const
    {
        return guided_.under_way() && guided_.guidance().manoeuvre != Manoeuvre::natural;
    }

private:
    void begin(Manoeuvre manoeuvre, Time now);
    void leave();
    void doubt_amplitudes(Breath& breath, const Levels& noise) const;
    void calibrate_naturally(const Breath& breath, const Levels& usual);
    void change_posture(Posture posture, Time now, BreathState& state);
    void keep(const Gains& gains);
    void want_recalibration(bool wanted, double evidence, Time now, BreathState& state);
    void remember_share(const Breath& breath);

    Params params_;
    PostureGains gains_;
    Calibration natural_;
    bool measuring_ = true; // natural breathing
    GuidedCalibration guided_;
    Levels usual_{};
    RewearWatch rewear_{{}};
    Paradox paradox_{{}};
    Event wanted_{.kind = EventKind::recalibration_wanted, .over = true};
    int settling_ = 0; // breaths still
    bool changed_ = false;
    Partition partition_ = Partition::none;
    dsp::History<float, 5> shares_;
    Estimate share_;
};

} // namespace crura::breath
