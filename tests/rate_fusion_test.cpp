#include "breath/turns/rate_fusion.hpp"
#include "support/hearing.hpp"
#include "support/live_score.hpp"
#include "support/observing.hpp"
#include "support/swaying_body.hpp"
#include "support/treadmill.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>

using namespace crura;
using namespace crura::test;
using breath::fused;

namespace {

constexpr Estimate kNone{};

Estimate even(double bpm)
{
    return {bpm, 0.05 * bpm, true};
}
Estimate uneven(double bpm)
{
    return {bpm, 0.7 * bpm, true};
}

// Mean error of the rate that is told, from a minute on, against the breaths of the 30 s before.
double told_error_bpm(const SwayingBody::Params& params, std::uint64_t first_seed, int people)
{
    constexpr double kUntilS = 180;
    double error_bpm = 0;
    int count = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + std::uint64_t(people); ++seed) {
        SwayingBody body(params, seed);
        const auto samples = body.samples(kUntilS);
        const auto truth = body.breaths(kUntilS);
        double next_s = 60;
        Observing observe;
        observe(samples, time_from_seconds(kUntilS - 5), [&](Time now, const BreathState& state) {
            if (to_seconds(now) < next_s)
                return;
            double time_s = 0;
            int breaths = 0;
            for (const auto& breath : truth)
                if (breath.expiration_onset_s > next_s - 30 && breath.expiration_onset_s < next_s) {
                    time_s += breath.end_s - breath.inspiration_onset_s;
                    ++breaths;
                }
            next_s += 5;
            REQUIRE(state.breath_rate_bpm.known);
            error_bpm += std::fabs(state.breath_rate_bpm.value - 60 * breaths / time_s);
            ++count;
        });
    }
    return error_bpm / count;
}

// The same of people who walk or run with a belt.
template <class Listener>
double belt_error_bpm(Treadmill::Gait gait, double heaviness, unsigned first_seed)
{
    double error_bpm = 0, windows = 0;
    for (unsigned seed = first_seed; seed < first_seed + 6; ++seed) {
        const auto one = Treadmill{gait, seed, 150, heaviness}.record();
        LiveScore live;
        Listener listen;
        listen(one.samples, one.samples.back().time,
               [&live](Time now, const BreathState& state) { live.watch(now, state); });
        for (const double error : live.rate_errors_bpm(one.labels)) {
            error_bpm += error;
            ++windows;
        }
    }
    REQUIRE(windows > 20);
    return error_bpm / windows;
}

} // namespace

TEST_CASE("Even intervals speak for a belt, whatever its spectrum says")
{
    const double spectrum_bpm = GENERATE(7., 14., 17., 28.);
    CHECK(fused({even(14), even(spectrum_bpm), kNone}).value == 14);
}

TEST_CASE("Of uneven intervals and a spectrum far from them, the spectrum speaks, alone")
{
    CHECK(fused({uneven(38), even(19), kNone}).value == 19);
    CHECK(fused({uneven(20.5), even(19), kNone}).value == 20.5);
    CHECK(fused({uneven(38), kNone, kNone}).value == 38);
}

TEST_CASE("A spectrum alone says no rate, for there may be no breath at all")
{
    CHECK_FALSE(fused({kNone, even(19), kNone}).known);
}

TEST_CASE("Motion sensors speak for themselves, unless turns are even and say another rate")
{
    CHECK(fused({uneven(16), kNone, even(12)}).value == 12);
    CHECK(fused({even(13), even(16), even(12)}).value == 12);
    CHECK(fused({even(7), kNone, even(3)}).value == 7);
    CHECK(fused({uneven(7), kNone, even(3)}).value == 3);
    CHECK(fused({kNone, kNone, even(12)}).value == 12);
}

TEST_CASE("The rate of who sits, walks and runs with a belt is told")
{
    struct Promise {
        Treadmill::Gait gait;
        double error_bpm;
    };
    using Gait = Treadmill::Gait;
    const auto promise =
        GENERATE(values<Promise>({{Gait::none, 0.18}, {Gait::walking, 0.3}, {Gait::running, 1.2}}));
    CAPTURE(int(promise.gait));
    CHECK(belt_error_bpm<Observing>(promise.gait, 1, 41) < promise.error_bpm);
}

TEST_CASE("Among heavy steps the rate is told better than from turns alone")
{
    const double turns_bpm = belt_error_bpm<Hearing>(Treadmill::Gait::walking, 3, 41);
    REQUIRE(turns_bpm > 2);
    CHECK(belt_error_bpm<Observing>(Treadmill::Gait::walking, 3, 41) < 0.8 * turns_bpm);
}

TEST_CASE("The rate of who sits or stands with a motion sensor is told within 1.2 and 2.2 /min")
{
    CHECK(told_error_bpm({}, 1, 6) < 1.2);
    CHECK(told_error_bpm({.standing = true}, 1, 6) < 2.2);
}

TEST_CASE("Motion sensors tell the rate of 3 to 8 slow breaths a minute")
{
    const double rate_bpm = GENERATE(3., 5., 6., 8.);
    CAPTURE(rate_bpm);
    CHECK(told_error_bpm({.pair = true,
                          .slowest_bpm = rate_bpm,
                          .fastest_bpm = rate_bpm,
                          .shallowest_deg = 2,
                          .sway = 0.3},
                         1, 3)
          < 0.5);
}
