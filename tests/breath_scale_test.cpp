#include "dsp/breath_scale.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace crura;
using dsp::BreathScale;

namespace {

constexpr double kStepS = 0.01;

// What a breather shows once its scale is told every trough, as by the turn detector: 10 % into
// the rise.
struct Shown {
    double lowest = 10;
    double highest = -10;
    double biggest_step = 0;
};

template <class Level>
Shown shown(test::Breather breather, Level level, double until_s)
{
    BreathScale scale{{}};
    const auto breaths = breather.breaths(until_s);
    std::size_t next = 0;
    Shown shown;
    double before = 0;
    for (double t = 0; t < until_s; t += kStepS) {
        const bool turned = next < breaths.size() && t >= breaths[next].inspiration_onset_s;
        if (turned)
            scale.set(level(breaths[next].rise_start_s), breather.amplitude), ++next;
        const double now = scale(level(t));
        if (next >= 2)
            shown.biggest_step = std::max(shown.biggest_step, std::fabs(now - before));
        before = now;
        if (next >= 4) {
            shown.lowest = std::min(shown.lowest, now);
            shown.highest = std::max(shown.highest, now);
        }
    }
    return shown;
}

} // namespace

TEST_CASE("BreathScale shows 0 at the end of expiration and 1 at the end of a usual inspiration")
{
    test::Breather breather{.rate_bpm = GENERATE(3., 6., 12., 30.), .amplitude = 40};
    const auto seen = shown(
        breather, [&](double t) { return 1853 + breather.level(t); }, 100);
    CHECK(seen.lowest == Approx(0).margin(0.01));
    CHECK(seen.highest == Approx(1).margin(0.01));
}

TEST_CASE("BreathScale takes nothing of a breath of 3 a minute, though the signal drifts")
{
    test::Breather breather{.rate_bpm = 3};
    const double drift = GENERATE(-0.01, 0.01); // breaths a second: a fifth of one over a breath
    const auto seen = shown(
        breather, [&](double t) { return breather.level(t) + drift * t; }, 200);
    CHECK(seen.highest - seen.lowest > 0.9);
    CHECK(seen.lowest > -0.1);
}

TEST_CASE("BreathScale never jumps, whatever it is told")
{
    test::Breather breather{.rate_bpm = 12};
    double own_step = 0; // the steepest of the breath itself
    for (double t = 0; t < 10; t += kStepS)
        own_step = std::max(own_step, std::fabs(breather.level(t + kStepS) - breather.level(t)));
    SECTION("slow drift")
    {
        const auto seen = shown(
            breather, [&](double t) { return breather.level(t) - 0.05 * t; }, 60);
        CHECK(seen.biggest_step < own_step + 0.01);
    }
    SECTION("a new level and a new height in the middle of a breath")
    {
        BreathScale scale{{}};
        scale.set(0, 1);
        for (double t = 0; t < 5; t += kStepS)
            scale(0.5);
        double before = scale(0.5);
        scale.set(-3, 2);
        for (double t = 0; t < 5; t += kStepS) {
            const double now = scale(0.5);
            REQUIRE(std::fabs(now - before) < 0.06);
            before = now;
        }
        CHECK(before == Approx(1.75).margin(0.01));
    }
}

TEST_CASE("BreathScale follows a lower end of expiration without being told")
{
    BreathScale scale{{}};
    scale.set(0, 1);
    for (double t = 0; t < 3; t += kStepS)
        scale(-0.4);
    CHECK(scale(-0.4) == Approx(0).margin(0.01));
}

TEST_CASE("BreathScale is itself again 2 s after a spike downwards")
{
    BreathScale scale{{}};
    scale.set(0, 1);
    for (double t = 0; t < 0.2; t += kStepS)
        scale(-20);
    for (double t = 0; t < 3; t += kStepS)
        scale(0.5);
    CHECK(scale(0.5) == Approx(0.5).margin(0.1));
}

TEST_CASE("BreathScale stays between -1 and 3 and knows when it knows nothing")
{
    BreathScale scale{{}};
    CHECK_FALSE(scale.known());
    CHECK(scale(7) == 0);
    scale.set(0, 0);
    CHECK_FALSE(scale.known());
    CHECK(scale(7) == 0);
    scale.set(0, 1);
    CHECK(scale(1e9) == 3);
    for (int i = 0; i < 10'000; ++i)
        REQUIRE(scale(i % 2 ? 1e9 : -1e9) >= -1);
}
