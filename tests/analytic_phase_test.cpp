#include "dsp/analytic_phase.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;

namespace {

constexpr double kRateHz = 10;

dsp::AnalyticPhase heard(double frequency_hz, double angle_at_end_deg, double seconds,
                         double offset = 0, double second_harmonic = 0)
{
    dsp::AnalyticPhase phase{{}};
    for (int i = int(seconds * kRateHz); i >= 0; --i) {
        const double angle =
            (angle_at_end_deg - 360 * frequency_hz * i / kRateHz) * std::numbers::pi / 180;
        phase.push(offset + std::cos(angle) + second_harmonic * std::cos(2 * angle));
    }
    return phase;
}

double apart(double a, double b)
{
    return std::fabs(std::remainder(a - b, 360));
}

} // namespace

TEST_CASE("AnalyticPhase knows where in its cycle a tone is, at 3 to 60 a minute")
{
    const double frequency_hz = GENERATE(0.05, 0.1, 0.23, 0.4, 1.0);
    for (double angle = -170; angle <= 180; angle += 35) {
        const auto point = heard(frequency_hz, angle, 25, 7)(frequency_hz);
        REQUIRE(point);
        CHECK(apart(point->angle_deg, angle) < 8);
        CHECK(point->amplitude == Approx(1).margin(0.1));
    }
}

TEST_CASE("AnalyticPhase looks back as well as it looks at the newest sample")
{
    const auto phase = heard(0.25, 60, 25);
    const double now = phase(0.25)->angle_deg;
    CHECK(apart(phase(0.25, 1)->angle_deg, now - 90) < 0.5);
    CHECK(apart(phase(0.25, 4)->angle_deg, now) < 0.5);
}

TEST_CASE("AnalyticPhase errs by no more than the leakage when the frequency is 15 % off")
{
    const double off = GENERATE(-0.15, 0.15);
    for (double angle = -180; angle < 180; angle += 10) {
        const auto phase = heard(0.25 * (1 + off), angle, 25);
        const double allowed = 180 / std::numbers::pi * phase.leakage(off);
        CHECK(allowed > 2);
        CHECK(allowed < 20);
        // the rest is the turn of the gain itself, the same at every angle
        CHECK(apart(phase(0.25)->angle_deg, angle) < allowed + 15);
    }
    CHECK(heard(0.25, 0, 25).leakage(0) < 1e-6);
}

TEST_CASE("AnalyticPhase says nothing before it has heard a whole period")
{
    CHECK_FALSE(dsp::AnalyticPhase({})(0.25));
    CHECK_FALSE(heard(0.25, 0, 3.9)(0.25));
    CHECK(heard(0.25, 0, 4.1)(0.25));
    CHECK_FALSE(heard(0.25, 0, 4.1)(0.25, 1));
    CHECK(heard(0.01, 0, 21)(0.01)); // so slow that no breath is
}
