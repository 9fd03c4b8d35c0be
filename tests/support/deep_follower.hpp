#pragma once

#include "core/breath_state.hpp"
#include "core/guard_state.hpp"
#include "core/sample.hpp"
#include "core/time.hpp"
#include "devices/body_random.hpp"
#include "devices/gas_exchange.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace crura::test {

// How somebody who follows a guide takes too much air with it, and what they do about advice.
// Assumed, not measured: docs/over-breathing.md names every assumption.
struct DeepFollowerTraits {
    double breath_s = 60. / 14; // their own
    double dead_space = 0.3;    // of their quiet breath
    // A breath r times as long as their own is 1 + deepening (r - 1) deep; 1 - dead_space would
    // bring as much air as usual.
    double deepening = 0.7;
    double sudden_s = 1e9; // from here on each breath is deeper by `sudden`
    double sudden = 0;     // of a quiet breath
    double heeds = 0.3;    // what stays of the excess after softer words; 1: words do nothing
    double heeds_tau_s = 8;
    double lets_go_delay_s = 4; // after there is nothing to follow any more ...
    double lets_go_tau_s = 12;  // ... the excess fades like this
    double words_delay_s = 5;   // until they are said
    bool words_are_said = true;
    double depth_spread = 0.1, time_spread = 0.08; // SD, of the mean
    double share = 0.6, share_when_deep = 0.6;     // of the belly
    double gain_error = 0; // ln of the ratio of the gains as calibrated, off by

    static DeepFollowerTraits drawn(devices::Random& random);
};

// 60 of 100 take softer words up within some breaths, 25 slowly and in part, 15 not at all; what is
// said comes up to 20 s late, and every fifth time not. When there is nothing to follow the excess
// fades with a time constant of 5 to 35 s.
inline DeepFollowerTraits DeepFollowerTraits::drawn(devices::Random& random)
{
    DeepFollowerTraits traits;
    traits.breath_s = 60 / random.uniform(11, 18);
    traits.dead_space = random.uniform(0.25, 0.35);
    traits.deepening = random.uniform(0.95, 1.6);
    if (random.uniform() < 0.5) {
        traits.deepening = random.uniform(0.6, 1.1);
        traits.sudden_s = random.uniform(180, 900);
        traits.sudden = random.uniform(0.3, 1.2);
    }
    const double kind = random.uniform();
    traits.heeds = kind < 0.6 ? random.uniform(0, 0.4) : kind < 0.85 ? random.uniform(0.4, 0.7) : 1;
    traits.heeds_tau_s = kind < 0.6 ? 8 : 25;
    traits.lets_go_delay_s = random.uniform(2, 8);
    traits.lets_go_tau_s = random.uniform() < 0.8 ? random.uniform(2, 8) : random.uniform(8, 15);
    traits.words_delay_s = random.uniform(1, 20);
    traits.words_are_said = random.uniform() < 0.8;
    traits.depth_spread = random.uniform(0.05, 0.12);
    traits.time_spread = random.uniform(0.04, 0.1);
    traits.share = random.uniform(0.4, 0.7);
    traits.share_when_deep = traits.share + random.uniform(-0.1, 0.1);
    traits.gain_error = 0.08 * random.normal();
    return traits;
}

// Whoever leads: from their own breath to a period 1.6 % longer every second breath, but no longer
// than 60 / 5.5 s; it comes back by 15 % when it is told to
// yield, and again every six breaths while that lasts; it shows nothing
// while it is told to rest, and then begins anew.
class LeadingGuide {
public:
    explicit LeadingGuide(double own_breath_s) : own_s_(own_breath_s), asked_s_(own_breath_s) {}

    // Once a breath: the period that is asked, none when there is nothing to follow.
    std::optional<double> operator()(AirAdvice advice)
    {
        if (advice >= AirAdvice::rest) {
            asked_s_ = own_s_;
            return std::nullopt;
        }
        if (advice != AirAdvice::yield)
            yielded_ = 0;
        else if (yielded_++ % 6 == 0)
            asked_s_ = std::max(0.85 * asked_s_, own_s_);
        if (advice != AirAdvice::yield && ++breaths_ % 2 == 0)
            asked_s_ = std::min(1.016 * asked_s_, std::max(60 / 5.5, own_s_));
        return asked_s_;
    }

private:
    double own_s_, asked_s_;
    int breaths_ = 0, yielded_ = 0;
};

// The body: breath by breath, as two belts see it, with its carbon dioxide.
class DeepFollower {
public:
    DeepFollower(const DeepFollowerTraits& traits, std::uint64_t seed)
        : traits_(traits), random_(seed), depth_wander_(random_), time_wander_(random_),
          pace_s_(traits.breath_s)
    {
        begin(std::nullopt);
    }

    // The next `seconds`. Whatever became known of breaths is put into `state`; `ask` is asked for
    // the period of the guide whenever a breath begins.
    template <class Ask>
    void operator()(double seconds, bool softer, bool let_go, BreathState& state, Ask ask)
    {
        now_s_ += seconds;
        hear(seconds, softer, let_go);
        state.breaths.clear();
        if (ended_ && now_s_ >= started_s_ + inspiratory_s_) {
            ended_->expiration_known_at = time_from_seconds(now_s_);
            state.breaths.push_back(*ended_);
            ended_.reset();
        }
        if (now_s_ >= started_s_ + breath_s_) {
            end();
            begin(ask());
        }
        gas_(ventilation_, seconds);
    }

    double ventilation() const { return ventilation_; } // of this breath, of the usual
    const devices::GasExchange& gas() const { return gas_; }
    double breath_s() const { return breath_s_; }
    double effort() const { return effort_; }

private:
    void hear(double seconds, bool softer, bool let_go)
    {
        if (softer && traits_.words_are_said)
            words_s_ = now_s_ + traits_.words_delay_s;
        if (!let_go)
            let_go_s_.reset();
        else if (!let_go_s_)
            let_go_s_ = now_s_ + traits_.lets_go_delay_s;
        constexpr double kWordsLastS = 90, kForgetS = 60;
        double goal = 1, tau_s = kForgetS;
        if (let_go_s_ && now_s_ >= *let_go_s_) {
            goal = 0;
            tau_s = traits_.lets_go_tau_s;
        } else if (words_s_ && now_s_ >= *words_s_ && now_s_ < *words_s_ + kWordsLastS) {
            goal = traits_.heeds;
            tau_s = traits_.heeds_tau_s;
        }
        effort_ += (goal - effort_) * std::min(seconds / tau_s, 1.);
    }

    void begin(std::optional<double> asked_s)
    {
        pace_s_ += asked_s ? 0.7 * (*asked_s - pace_s_) : 0.3 * (traits_.breath_s - pace_s_);
        const double stretch = pace_s_ / traits_.breath_s;
        const double balanced = traits_.dead_space + (1 - traits_.dead_space) * stretch;
        double excess = std::max(1 + traits_.deepening * (stretch - 1) - balanced, 0.);
        if (now_s_ >= traits_.sudden_s)
            excess += traits_.sudden;
        // Without a guide the body has its say, more so against too much carbon dioxide.
        const double off_mmhg = gas_.pco2_mmhg() - 40;
        const double drive =
            asked_s ? 1 : std::clamp(1 + (off_mmhg > 0 ? 0.2 : 0.06) * off_mmhg, 0.7, 1.5);
        const double meant =
            traits_.dead_space + (balanced - traits_.dead_space) * drive + effort_ * excess;
        const auto wander = [this](devices::Wander& each) {
            return std::clamp(each(random_), -2.5, 2.5);
        };
        breath_s_ = pace_s_ * (1 + traits_.time_spread * wander(time_wander_));
        depth_ = meant * (1 + traits_.depth_spread * wander(depth_wander_));
        inspiratory_s_ = 0.4 * breath_s_;
        ventilation_ = std::max(depth_ - traits_.dead_space, 0.) / (1 - traits_.dead_space)
            * traits_.breath_s / breath_s_;
        started_s_ = now_s_;
        deep_ = std::clamp(stretch - 1, 0., 1.);
    }

    void end()
    {
        Breath breath;
        breath.inspiration_onset = time_from_seconds(started_s_);
        breath.expiration_onset = time_from_seconds(started_s_ + inspiratory_s_);
        breath.end = time_from_seconds(now_s_);
        breath.breath_rate_bpm = 60 / (now_s_ - started_s_);
        breath.inspiratory_time_s = inspiratory_s_;
        breath.expiratory_time_s = now_s_ - started_s_ - inspiratory_s_;
        const double share = traits_.share + deep_ * (traits_.share_when_deep - traits_.share);
        const double off = std::exp(traits_.gain_error / 2);
        const auto turn = [this] { return 1 + 0.02 * random_.normal(); };
        breath.amplitude[0] = {depth_ * (1 - share) * off * turn(), 0.02, true};
        breath.amplitude[1] = {depth_ * share / off * turn(), 0.02, true};
        breath.partition = Partition::calibrated;
        breath.confidence = 0.9;
        ended_ = breath;
    }

    DeepFollowerTraits traits_;
    devices::Random random_;
    devices::Wander depth_wander_, time_wander_;
    devices::GasExchange gas_;
    double now_s_ = 0, started_s_ = 0;
    double pace_s_, breath_s_ = 0, inspiratory_s_ = 0, depth_ = 1, ventilation_ = 1, deep_ = 0;
    double effort_ = 1; // of the excess, how much is done
    std::optional<double> words_s_, let_go_s_;
    std::optional<Breath> ended_;
};

} // namespace crura::test
