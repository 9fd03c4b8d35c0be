#pragma once

#include "breath/separation/gains.hpp"
#include "breath/turns/band_sum.hpp"
#include "breath/turns/turn_rate.hpp"
#include "core/breath_state.hpp"
#include "dsp/expiration_predictor.hpp"
#include "dsp/history.hpp"
#include "dsp/onset_predictor.hpp"
#include "dsp/turn_detector.hpp"

#include <bitset>
#include <optional>

namespace crura::breath {

// From turns to breaths. A breath is finished when the inspiration after it has proved real, at the
// expiration onset that follows; what each band did in it is then measured between the turns of the
// sum, for a band's own extremes would hide paradox (docs/breath.md). Times inside are
// those of the smoothed signal; what leaves is earlier by its group delay. Any thread; a value.
class Cycle {
public:
    explicit Cycle(double group_delay_s) : group_delay_s_(group_delay_s) {}

    // Every kTurnEvery-th frame, before its turn if it has one: signed levels, and which of them
    // are measured.
    void add_levels(double time_s, const Levels& level, std::bitset<kBands> measured);

    // Adds an onset to `state`, and returns the breath that it finishes.
    std::optional<Breath> take(const dsp::Turn& turn, Time now, const Gains& gains,
                               double confidence, BreathState& state);

    // After a gap, or when the levels now mean something else: the breath under way is lost.
    void restart();

    // The breath under way, or the whole one whose end was not certain yet: at a recording's end.
    std::optional<Breath> unfinished(const Gains& gains) const;

    // When the last inspiration began, on the time of the smoothed signal.
    std::optional<double> inspiration_s() const { return inspiration_s_; }

    const dsp::OnsetPredictor& breath_times() const { return breath_times_; }
    // Mean over the breaths of the last half minute, three at least, up to the inspiration under
    // way; 0 while there is none [s].
    double mean_breath_s(double time_s) const;

    const dsp::OnsetPredictor& inspiratory_times() const { return inspiratory_times_; }

    // How long the inspiration or expiration under way will last, and the typical error; nothing
    // while that is not known [s].
    struct Expected {
        bool inspiring;
        double since_s; // on the time of the smoothed signal
        double lasts_s;
        double error_s;
        double then_s; // how long what follows it lasts
    };
    const std::optional<Expected>& expected() const { return expected_; }

    double group_delay_s() const { return group_delay_s_; }

    // Where a band was, if that is not too long ago [sensor units].
    std::optional<double> level_at(Band band, double time_s) const;

    // How high the bands went in their usual breath; 0 while unknown [sensor units].
    double amplitude(Band band) const { return usual_[std::size_t(band)]; }

    // The band was taken to be the other way up.
    void forget_amplitude(Band band)
    {
        amplitudes_[std::size_t(band)].clear();
        usual_[std::size_t(band)] = 0;
    }

private:
    static constexpr std::size_t kHistory = 2048; // 41 s: a breath of 27 s and half of the next

    struct Draft {
        Breath breath;
        double inspiration_s = 0, trough_s = 0, peak_s = 0;
        bool expired = false; // has its expiration onset
    };

    void begin(const dsp::Turn& turn, Time now, BreathState& state);
    std::optional<Breath> expire(const dsp::Turn& turn, Time now, const Gains& gains,
                                 double confidence, BreathState& state);
    void take_back();
    std::optional<Breath> finish(const Gains& gains, double confidence);
    std::optional<Expected> foresee() const;
    void measure(Draft& draft, const Gains& gains) const;
    void measure_togetherness(Draft& draft, double end_s, const Gains& gains) const;
    std::optional<std::size_t> age_of(double time_s) const;
    Time when(double time_s) const { return time_from_seconds(time_s - group_delay_s_); }
    void report(Phase phase, double time_s, Time now, BreathState& state) const;

    double level(std::size_t band, std::size_t age) const;

    double group_delay_s_;
    Levels origin_{};
    Levels unmeasured_s_{-1e300, -1e300}; // when each band last was not measured
    double newest_s_ = 0;

    std::optional<Draft> under_way_;
    std::optional<Draft> ending_; // whole, but the inspiration after it may prove a hesitation
    std::optional<double> inspiration_s_;
    dsp::OnsetPredictor breath_times_{{}};
    dsp::OnsetPredictor inspiratory_times_{{}};
    dsp::ExpirationPredictor expiratory_times_{{}};
    dsp::History<float, 32> last_breaths_s_;
    std::optional<Expected> expected_;
    std::array<dsp::History<double, 5>, kBands> amplitudes_;
    Levels usual_{};                                           // of amplitudes_
    std::array<dsp::History<float, kHistory>, kBands> levels_; // above origin_
};

} // namespace crura::breath
