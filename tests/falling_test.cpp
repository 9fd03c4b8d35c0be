#include "engine/falling.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;

namespace {

constexpr double kStep = 0.01;
constexpr double kKnownAfter_s = 0.3;

// Says what is left of an expiration that began at 0 and is certain a little later.
class Expiration {
public:
    double at(double time_s, Estimate next_inspiration_s)
    {
        BreathState breath;
        breath.phase = phase;
        breath.next_inspiration_s = next_inspiration_s;
        breath.expiratory_time_s = usual_s;
        if (time_s >= kKnownAfter_s && !known_) {
            breath.onsets.push_back({Phase::expiration, Time{}, time_from_seconds(time_s)});
            known_ = true;
        }
        return falling_(time_from_seconds(time_s), kStep, breath);
    }

    Phase phase = Phase::expiration;
    Estimate usual_s;

private:
    engine::Falling falling_;
    bool known_ = false;
};

} // namespace

TEST_CASE("What is left of an expiration falls evenly to where it will end")
{
    constexpr double kEnd_s = 4;
    Expiration expiration;
    double before = 2;
    for (double t = kKnownAfter_s; t < kEnd_s; t += kStep) {
        const double left = expiration.at(t, {kEnd_s - t, 0.2, true});
        if (t > 0.6) {
            CHECK(left == Approx(1 - t / kEnd_s).margin(0.01));
            CHECK(left <= before);
        }
        before = left;
    }
    CHECK(before < 0.01);
}

TEST_CASE("What is left waits when the end moves away, and never rises again")
{
    Expiration expiration;
    double before = 2;
    for (double t = kKnownAfter_s; t < 6; t += kStep) {
        const double end_s = t < 2 ? 4 : 7; // later after all
        const double left = expiration.at(t, {end_s - t, 0.2, true});
        if (t > 0.6)
            CHECK(left <= before);
        before = left;
    }
    CHECK(before == Approx(1 - 6 / 7.).margin(0.01));
}

TEST_CASE("Where no end is foretold the usual time is taken, and nothing where that is not known")
{
    Expiration usual, unknown;
    usual.usual_s = {4, 0.5, true};
    double left = 0;
    for (double t = kKnownAfter_s; t < 1; t += kStep) {
        left = usual.at(t, {});
        CHECK(unknown.at(t, {}) == 0);
    }
    CHECK(left == Approx(0.75).margin(0.01));
}

TEST_CASE("An inspiration has nothing left of an expiration, and no leap leads there")
{
    Expiration expiration;
    double before = 0;
    for (double t = kKnownAfter_s; t < 3; t += kStep) {
        if (t > 1)
            expiration.phase = Phase::inspiration;
        const double left = expiration.at(t, {4 - t, 0.2, true});
        CHECK(left - before < 0.08);
        CHECK(before - left < 0.05);
        before = left;
    }
    CHECK(before == 0);
}
