#pragma once

#include "breath/separation/gains.hpp"
#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/few.hpp"
#include "dsp/history.hpp"

#include <bitset>
#include <cstddef>

namespace crura::breath {

// How much air reaches the alveoli, of what this person's quiet breath brings there: 1 as usual.
// The dead space is taken off each breath, for few deep breaths bring more than many shallow ones
// of the same volume a minute:
//
//     VA = f (a - d) / (f0 (1 - d)),   a = amplitude of the summed bands / A0,   d = dead space
//
// f0 and A0 are those of the first quiet breaths that are good, and anew when a calibration begins,
// when the belts were moved, and in another posture. Without calibrated gains chest and belly are
// added as if equally sensitive, and of one belt there is only that one: a trend, as
// BreathState::partition says. In the long run the PCO2 is that of the usual, over VA (alveolar
// ventilation equation; West, Respiratory Physiology). docs/over-breathing.md has the rest. Any
// thread; a plain value.
class Ventilation {
public:
    struct Params {
        double dead_space = 0.3;        // of a quiet breath; 0.2 .. 0.4
        double dead_space_doubt = 0.1;  // half width; 0.05 .. 0.2
        double window_s = 15;           // smoothed over the breaths of so long, and ...
        std::size_t window_breaths = 2; // ... over so many at least; 2 .. 6
        std::size_t least_breaths = 8;  // quiet ones, before anything is said; 5 .. usual_breaths
        std::size_t usual_breaths = 20; // quiet ones, after which the usual is fixed; .. 32
        double amplitude_doubt = 0.04;  // of each breath, half width; 0 .. 0.1
        double one_band_doubt = 0.3;    // where one band stands for both, half width; 0.1 .. 0.5
        double least_confidence = 0.5;  // of a breath that counts; 0.3 .. 0.9
        double most_motion = 0.5;       // Motion::level of a moment whose breaths count; 0.2 .. 1
        double lone = 1.4; // a breath deeper than its neighbours by this counts no more; 1.2 .. 2
        double most_moved = 0.3; // of a breath, the level at its end: more was no breath; 0.2 .. 1
        double stale_s = 25;     // without a breath that counts: unknown; 15 .. 60
    };

    explicit Ventilation(Params params) : params_(params) {}

    // Once a tick, when the rest of `state` is that of `now`: sets state.ventilation. `gains` are
    // those that hold in this posture.
    void operator()(const Gains& gains, Time now, BreathState& state);

    // A calibration that begins: the usual is learnt anew. Other commands are left alone.
    void obey(Command command);

private:
    struct Taken { // one breath
        Time end{};
        double breath_time_s = 0;
        Levels amplitude{}; // [sensor units]
    };
    struct Usual {            // volumes in what the gains make of sensor units
        double volume = 0;    // of a breath
        double air_per_s = 0; // beyond the dead space
        double abdominal_share = 0;
        double doubt = 0; // of air_per_s, as a share
    };

    static constexpr std::size_t kFirst = 32, kLater = 44;

    void heed_change(BreathState& state);
    bool stayed(const BreathState& state);
    bool take(const Breath& breath, const BreathState& state);
    bool of_our_bands(const Breath& breath);
    bool is_like_usual(const Taken& taken) const;
    Usual usual(const Gains& gains) const;
    Estimate estimate(const Gains& gains, Partition partition) const;
    double capped_volume(const Gains& gains, std::size_t age) const;
    void learn_anew(double carried);

    Params params_;
    Few<Taken, kFirst> quiet_;             // from which the usual is learnt, and ...
    dsp::History<Taken, kLater> likewise_; // ... the last ones that were like them
    dsp::History<Taken, 16> recent_;
    std::bitset<kBands> bands_; // that the usual is about
    int other_bands_ = 0;       // breaths in a row that were measured by others
    Levels rest_{};             // where each band was at the end of the last breath [sensor units]
    Posture posture_ = Posture::unknown;
    bool speaks_ = false;
    double carried_ = 1; // the ventilation at which the usual was learnt
    Estimate estimate_;
};

} // namespace crura::breath
