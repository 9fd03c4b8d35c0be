#pragma once

#include "core/breath_state.hpp"
#include "dsp/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace crura::breath {

// One breath beside those of this person: what the events of single breaths are told by.
struct ComparedBreath {
    Breath breath;
    double depth = 1;               // of the last eight breaths' median
    double lasting_depth = 1;       // of what is usual for minutes
    double usual_rate_bpm = 0;      // so is this
    double usual_inspiratory_s = 0; // and this
    bool known = false;             // enough was heard before to say so
    bool sound = false;             // the sensor stayed where it was, and the body still

    double rate_ratio() const { return breath.breath_rate_bpm / usual_rate_bpm; }
};

// What is usual for this person, in the short and in the long run. A breath much deeper than usual
// does not count as usual, unless more of them follow; breathing much quicker than usual counts
// little, so that it stays unusual for minutes. Any thread; a plain value.
class Habits {
public:
    struct Params {
        std::size_t least_breaths = 5; // before anything is said
        double deep = 1.6;             // of the usual depth: not learnt
        int deep_in_a_row = 3;         // unless as many follow each other
        double memory_breaths = 50;    // of the long run
        double quick = 1.3;            // of the usual rate: learnt
        double quick_weight = 0.1;     // at this weight
        double least_confidence = 0.2;
        double moved = 0.6;       // of a breath: a change of the level that is no breath
        double most_motion = 0.5; // state.motion.level
    };

    explicit Habits(Params params) : params_(params) {}

    ComparedBreath operator()(const Breath& breath, const BreathState& state)
    {
        ComparedBreath compared{.breath = breath};
        compared.known = breaths_ >= params_.least_breaths;
        compared.sound = breath.confidence >= params_.least_confidence && stayed(state)
            && state.motion.level < params_.most_motion;
        if (breaths_ > 0) {
            compared.depth =
                depth(breath, [this](std::size_t b) { return dsp::median(recent_[b]); });
            compared.lasting_depth =
                depth(breath, [this](std::size_t b) { return lasting_amplitude_[b].value(); });
            compared.usual_rate_bpm = rate_bpm_.value();
            compared.usual_inspiratory_s = inspiratory_s_.value();
        }
        learn(compared);
        return compared;
    }

private:
    static constexpr std::size_t kRecent = 8;

    // A mean in proportions that one odd value cannot move far.
    class Usual {
    public:
        void learn(double value, double weight)
        {
            const double log = std::log(std::max(value, 1e-9));
            log_ += known_ ? weight * std::clamp(log - log_, -kMost, kMost) : log;
            known_ = true;
        }
        double value() const { return known_ ? std::exp(log_) : 0; }

    private:
        static constexpr double kMost = 0.3;
        double log_ = 0;
        bool known_ = false;
    };

    // Mean over the bands whose usual amplitude is known; 1 where there is none.
    template <class UsualOf>
    double depth(const Breath& breath, UsualOf usual_of) const
    {
        double sum = 0;
        int bands = 0;
        for (std::size_t b = 0; b < kBands; ++b) {
            const double usual = usual_of(b);
            if (!breath.amplitude[b].known || usual <= 0)
                continue;
            sum += std::max(breath.amplitude[b].value, 0.) / usual;
            ++bands;
        }
        return bands > 0 ? sum / bands : 1;
    }

    // Where each band rests is where it rested a breath ago, or nearly.
    bool stayed(const BreathState& state)
    {
        bool stayed = true;
        for (std::size_t b = 0; b < kBands; ++b) {
            const auto& band = state.band[b];
            if (!band.valid || band.tidal_amplitude <= 0)
                continue;
            const double moved = std::fabs(band.end_expiratory_level - rest_[b]);
            stayed = stayed && (breaths_ == 0 || moved < params_.moved * band.tidal_amplitude);
            rest_[b] = band.end_expiratory_level;
        }
        return stayed;
    }

    void learn(const ComparedBreath& compared)
    {
        const Breath& breath = compared.breath;
        deep_ = compared.depth > params_.deep ? deep_ + 1 : 0;
        const bool odd = compared.known && deep_ > 0 && deep_ < params_.deep_in_a_row;
        ++breaths_;
        if (odd)
            return;
        double weight = std::max(1 / double(breaths_), 1 / params_.memory_breaths);
        if (compared.known && compared.rate_ratio() > params_.quick)
            weight *= params_.quick_weight;
        for (std::size_t b = 0; b < kBands; ++b)
            if (breath.amplitude[b].known && breath.amplitude[b].value > 0) {
                recent_[b].push(breath.amplitude[b].value);
                lasting_amplitude_[b].learn(breath.amplitude[b].value, weight);
            }
        rate_bpm_.learn(breath.breath_rate_bpm, weight);
        inspiratory_s_.learn(breath.inspiratory_time_s, weight);
    }

    Params params_;
    std::array<dsp::History<double, kRecent>, kBands> recent_; // amplitudes
    std::array<Usual, kBands> lasting_amplitude_;
    Usual rate_bpm_, inspiratory_s_;
    std::array<double, kBands> rest_{};
    std::size_t breaths_ = 0;
    int deep_ = 0; // in a row
};

} // namespace crura::breath
