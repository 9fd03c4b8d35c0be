#pragma once

#include "breath/ventilation.hpp"
#include "sessions/guard/air_guard.hpp"
#include "support/deep_follower.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace crura::test {

// What became of a person who followed a guide too deeply.
struct LedOutcome {
    double longest_high_s = 0;        // index above 1.25, as measured
    double longest_surely_high_s = 0; // and its whole interval above 1
    double longest_true_high_s = 0;   // as it was, smoothed over 20 s
    double lowest_pco2_mmhg = 40;
    double minutes_led = 0;
    int softer = 0, yields = 0, rests = 0;
    bool mirrored = false;
};

class Stretch {
public:
    void operator()(bool here, double seconds)
    {
        now_s_ = here ? now_s_ + seconds : 0;
        longest_s_ = std::max(longest_s_, now_s_);
    }
    double longest_s() const { return longest_s_; }

private:
    double now_s_ = 0, longest_s_ = 0;
};

// A session of `minutes`, in which the guide leads from the third minute on.
inline LedOutcome led_session(const DeepFollowerTraits& traits, std::uint64_t seed, bool guarded,
                              double minutes = 20, const sessions::AirGuard::Params& params = {},
                              const breath::Ventilation::Params& air = {})
{
    constexpr double kTickS = 0.1, kHigh = 1.25, kSmoothS = 20;
    breath::Ventilation ventilation(air);
    sessions::AirGuard guard(params);
    DeepFollower body(traits, seed);
    LeadingGuide guide(traits.breath_s);
    const breath::Gains gains{1, 1, 0.2, true};
    BreathState state;
    state.partition = Partition::calibrated;
    state.band[0].valid = state.band[1].valid = true;
    LedOutcome outcome;
    Stretch high, surely_high, true_high;
    AirAdvice advice = AirAdvice::none;
    bool softer = false;
    double smooth = 1;
    for (double now_s = 0; now_s < 60 * minutes; now_s += kTickS) {
        body(kTickS, softer, advice >= AirAdvice::rest, state,
             [&] { return now_s < 120 ? std::optional<double>() : guide(advice); });
        const Time now = time_from_seconds(now_s);
        ventilation(gains, now, state);
        softer = false;
        if (guarded) {
            sessions::Wishes wishes;
            advice = guard(now, state, {}, wishes).advice;
            for (const auto& decision : wishes.decisions) {
                softer |= decision.kind == DecisionKind::softer;
                outcome.softer += decision.kind == DecisionKind::softer;
                outcome.yields += decision.kind == DecisionKind::yield;
                outcome.rests += decision.kind == DecisionKind::rest;
            }
        }
        smooth += kTickS / kSmoothS * (body.ventilation() - smooth);
        high(state.ventilation.known && state.ventilation.value > kHigh, kTickS);
        surely_high(state.ventilation.known && state.ventilation.value > kHigh
                        && state.ventilation.value - state.ventilation.plus_minus > 1,
                    kTickS);
        true_high(smooth > kHigh, kTickS);
        outcome.lowest_pco2_mmhg = std::min(outcome.lowest_pco2_mmhg, body.gas().pco2_mmhg());
        outcome.minutes_led += advice >= AirAdvice::rest ? 0 : kTickS / 60;
    }
    outcome.mirrored = advice == AirAdvice::mirror;
    outcome.longest_high_s = high.longest_s();
    outcome.longest_surely_high_s = surely_high.longest_s();
    outcome.longest_true_high_s = true_high.longest_s();
    return outcome;
}

} // namespace crura::test
