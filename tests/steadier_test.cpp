#include "breath/turns/steadier.hpp"
#include "breath/turns/turn_rate.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;
using breath::Steadier;

namespace {

double sine(double frequency_hz, double time_s)
{
    return std::sin(2 * std::numbers::pi * frequency_hz * time_s);
}

// A breath of 15 a minute and height 1, with steps of this height from peak to peak until
// `until_s`.
Steadier heard(double step_height, double until_s, double to_s, double step_hz = 1.8,
               double motion = 0)
{
    Steadier steady{{.sample_rate_hz = breath::kTurnRateHz}};
    for (double t = 0; t < to_s; t += 1 / breath::kTurnRateHz)
        steady(0.5 * sine(0.25, t) + (t < until_s ? 0.5 * step_height * sine(step_hz, t) : 0), 1,
               motion);
    return steady;
}

} // namespace

TEST_CASE("Steadier is as careful as the steps are high")
{
    CHECK(heard(0, 60, 60).caution() == 0);
    CHECK(heard(0.05, 60, 60).caution() == 0);
    const double some = heard(0.25, 60, 60).caution();
    CHECK(some > 0.2);
    CHECK(some < 0.9);
    CHECK(heard(0.8, 60, 60).caution() == 1);
    CHECK(heard(0.8, 60, 60, 2.7).caution() == 1);
}

TEST_CASE("Steadier believes another sensor that says the body moves")
{
    CHECK(heard(0, 60, 60, 1.8, 0.7).caution() == Approx(0.7));
}

TEST_CASE(
    "Steadier smooths more and asks for more among steps, and no more than at rest after them")
{
    const auto rest = heard(0, 60, 60), steps = heard(0.8, 60, 60), after = heard(0.8, 60, 90);
    CHECK(rest.group_delay_s() < 0.03);
    CHECK(steps.group_delay_s() > 0.25);
    CHECK(after.group_delay_s() == Approx(rest.group_delay_s()));
    CHECK(rest.retreat(1).fall < 0.06);
    CHECK(rest.retreat(0).fall > 0.10); // half a breath may well go on
    CHECK(steps.retreat(1).fall == Approx(0.2));
    CHECK(after.retreat(1).fall == Approx(rest.retreat(1).fall));
}

TEST_CASE("Steadier measures how high the steps are")
{
    CHECK(heard(0.6, 60, 60, 2.5).ripple() == Approx(0.6).epsilon(0.1));
}
