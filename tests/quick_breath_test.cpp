#include "dsp/quick_breath.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;
using dsp::QuickBreath;

namespace {

double sine(double frequency_hz, double time_s)
{
    return std::sin(2 * std::numbers::pi * frequency_hz * time_s);
}

// How quick a signal is taken to be after so long.
template <class Signal>
double heard(double length_s, Signal signal)
{
    const QuickBreath::Params params;
    QuickBreath quick(params);
    for (double t = 0; t < length_s; t += 1 / params.sample_rate_hz)
        quick(signal(t));
    return quick.value();
}

} // namespace

TEST_CASE("QuickBreath knows breaths of 45 to 80 a minute, in any unit")
{
    const double rate_bpm = GENERATE(45., 60., 80.);
    const double unit = GENERATE(1e-3, 1., 1e5);
    CHECK(heard(10, [=](double t) { return unit * (3 + sine(rate_bpm / 60, t)); }) > 0.9);
}

TEST_CASE("QuickBreath is not told by a breath of 4 to 30 a minute, nor by one that stands still")
{
    const double rate_bpm = GENERATE(4., 12., 20., 30.);
    CHECK(heard(60, [=](double t) { return sine(rate_bpm / 60, t); }) == 0);
    CHECK(heard(60, [](double) { return 5.; }) == 0);
}

TEST_CASE("QuickBreath is not told by the steps of somebody who breathes more slowly")
{
    const double breath_hz = GENERATE(0.3, 0.5), step_hz = GENERATE(1.8, 2.6);
    const double height = GENERATE(0.2, 0.5);
    CHECK(heard(60, [=](double t) { return sine(breath_hz, t) + height * sine(step_hz, t); })
          < 0.1);
}

TEST_CASE("QuickBreath hears a breath again soon after a movement a hundred times as high")
{
    const auto moved = [](double t) {
        return sine(1.1, t) + (t > 20 && t < 23 ? 100 * sine(0.4, t) : 0.);
    };
    CHECK(heard(20, moved) > 0.9);
    CHECK(heard(30, moved) > 0.9);
}
