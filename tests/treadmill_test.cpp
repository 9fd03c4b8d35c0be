#include "support/hearing.hpp"
#include "support/labels.hpp"
#include "support/live_score.hpp"
#include "support/treadmill.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace crura;
using namespace crura::test;
using Gait = Treadmill::Gait;

namespace {

struct Tally {
    int hits = 0, wrong = 0;

    void operator+=(const EventScore& score)
    {
        hits += score.hits;
        wrong += score.missed + score.false_alarms;
    }
    double f1() const { return 2. * hits / (2. * hits + wrong); }
};

} // namespace

TEST_CASE("The breath of people who sit, walk and run is heard with one setting")
{
    struct Promise {
        Gait gait;
        double inspiration_f1, expiration_f1, rate_error_bpm;
    };
    const auto promise = GENERATE(values<Promise>({{Gait::none, 0.999, 0.999, 0.3},
                                                   {Gait::walking, 0.98, 0.98, 1.3},
                                                   {Gait::running, 0.93, 0.93, 2}}));
    Tally inspirations, expirations;
    double rate_errors = 0, windows = 0;
    for (unsigned seed = 1; seed <= 6; ++seed) {
        const auto one = Treadmill{promise.gait, seed, 120}.record();
        LiveScore live;
        Hearing hearing;
        hearing(one.samples, one.samples.back().time,
                [&live](Time now, const BreathState& state) { live.watch(now, state); });
        const auto result = score(one.labels, hearing.all_breaths());
        inspirations += result.inspiration;
        expirations += result.expiration;
        for (const double error : live.rate_errors_bpm(one.labels)) {
            rate_errors += error;
            ++windows;
        }
        CHECK(live.first_onset_s() < 8);
    }
    CAPTURE(int(promise.gait));
    CHECK(inspirations.f1() >= promise.inspiration_f1);
    CHECK(expirations.f1() >= promise.expiration_f1);
    REQUIRE(windows > 20);
    CHECK(rate_errors / windows < promise.rate_error_bpm);
}

TEST_CASE("Who sits is told of a breath sooner than who runs, and of the next one beforehand")
{
    const auto one = Treadmill{Gait::none, 3, 180}.record();
    LiveScore live;
    Hearing hearing;
    hearing(one.samples, one.samples.back().time,
            [&live](Time now, const BreathState& state) { live.watch(now, state); });
    const auto result = score(one.labels, hearing.all_breaths());
    CHECK(percentile(result.inspiration.latency_s, 50) < 0.15);
    CHECK(percentile(result.inspiration.latency_s, 90) < 0.22);
    CHECK(percentile(result.expiration.latency_s, 50) < 0.45);
    CHECK(percentile(magnitudes(result.expiration.error_s), 50) < 0.03);
    const auto errors = live.prediction_errors_s(one.labels);
    REQUIRE(errors.size() > 20);
    CHECK(percentile(errors, 50) < 0.35);
}
