#pragma once

#include "breath/events/habits.hpp"
#include "breath/events/manner.hpp"
#include "breath/events/spread.hpp"
#include "dsp/history.hpp"

#include <cstddef>

namespace crura::breath {

// Speech: quick inspirations between long, uneven expirations. Evidence: the share of the breath
// that inspiration takes. Any thread; a plain value.
class Speech {
public:
    struct Params {
        double duty = 0.25;                  // Ti / Ttot, less than
        double usual_duty = 0.7;             // of the usual one, less than
        double rise = 0.75;                  // Ti, of the usual one, less than
        double least_cv = 0.2;               // of the last four expiratory times
        double most_deep = 2.5;              // of the usual depth: a sigh is no speech
        std::size_t begins = 3, goes_on = 2; // of the last four breaths are such
    };

    explicit Speech(Params params) : params_(params) {}

    void operator()(const ComparedBreath& compared, Time now, BreathState& state)
    {
        const Breath& breath = compared.breath;
        const double ti_s = breath.inspiratory_time_s;
        const double duty = ti_s / (ti_s + breath.expiratory_time_s);
        const double usual_duty = compared.usual_inspiratory_s * compared.usual_rate_bpm / 60;
        const bool spoken = compared.known && duty < params_.duty
            && duty < params_.usual_duty * usual_duty
            && ti_s < params_.rise * compared.usual_inspiratory_s
            && compared.depth < params_.most_deep;
        spoken_.push(spoken);
        starts_.push(breath.inspiration_onset);
        expirations_s_.push(breath.expiratory_time_s);

        std::size_t count = 0;
        Time start = breath.inspiration_onset;
        for (std::size_t i = 0; i < spoken_.size(); ++i)
            if (spoken_[i]) {
                ++count;
                start = starts_[i];
            }
        const bool keeps = manner_.on()
            ? count >= params_.goes_on
            : count >= params_.begins && spread(expirations_s_).cv > params_.least_cv;
        manner_.breath(breath, start, keeps, duty, now, state);
    }

    void tick(Time now, BreathState& state) { manner_.tick(now, state); }

private:
    static constexpr std::size_t kBreaths = 4;

    Params params_;
    Manner manner_{EventKind::speech, 0};
    dsp::History<bool, kBreaths> spoken_;
    dsp::History<Time, kBreaths> starts_;
    dsp::History<double, kBreaths> expirations_s_;
};

} // namespace crura::breath
