#include "dsp/high_pass.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using crura::dsp::HighPass;

namespace {

// Of a sine, once it has settled [dB].
double gain_db(double cutoff_hz, double hz)
{
    HighPass high(cutoff_hz, 100);
    double power = 0;
    for (int i = 0; i < 10000; ++i) {
        const double y = high(std::sin(2 * std::numbers::pi * hz * i / 100));
        power += i < 2000 ? 0 : y * y / 8000;
    }
    return 10 * std::log10(2 * power);
}

} // namespace

TEST_CASE("HighPass is 3 dB down at its corner and falls by 12 dB an octave")
{
    CHECK(gain_db(1, 1) == Approx(-3.01).margin(0.05));
    CHECK(gain_db(1, 10) == Approx(0).margin(0.05));
    CHECK(gain_db(1, 0.125) - gain_db(1, 0.25) == Approx(-12).margin(0.1));
}

TEST_CASE("HighPass takes what it first hears for the usual, and begins so again when told")
{
    HighPass high(1, 100);
    for (int i = 0; i < 500; ++i)
        REQUIRE(high(1000) == Approx(0).margin(1e-9));
    high.restart();
    for (int i = 0; i < 500; ++i)
        REQUIRE(high(-7) == Approx(0).margin(1e-9));
}
