#include "dsp/moving_low_pass.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;
using dsp::MovingLowPass;

namespace {

constexpr double kRateHz = 50;

// Amplitudes of what a sine of 1 leaves below and above the corner.
struct Passed {
    double below = 0, above = 0;
};

Passed passed(MovingLowPass filter, double frequency_hz)
{
    Passed passed;
    for (int i = 0; i < 4000; ++i) {
        const double y = filter(std::sin(2 * std::numbers::pi * frequency_hz * i / kRateHz));
        if (i < 2000)
            continue;
        passed.below = std::max(passed.below, std::fabs(y));
        passed.above = std::max(passed.above, std::fabs(filter.above()));
    }
    return passed;
}

} // namespace

TEST_CASE("MovingLowPass halves the power at its corner, below and above, wherever it was moved")
{
    const double cutoff_hz = GENERATE(0.7, 1.2, 3., 8.);
    MovingLowPass filter(2, kRateHz);
    filter.move_to(cutoff_hz);
    const auto at_corner = passed(filter, cutoff_hz);
    CHECK(at_corner.below == Approx(std::sqrt(0.5)).epsilon(0.02));
    CHECK(at_corner.above == Approx(std::sqrt(0.5)).epsilon(0.02));
    CHECK(passed(filter, cutoff_hz / 8).below == Approx(1).epsilon(0.02));
    CHECK(passed(filter, cutoff_hz / 8).above < 0.02);
}

TEST_CASE("MovingLowPass delays a slow signal by its group delay")
{
    const double cutoff_hz = GENERATE(0.7, 2., 8.);
    MovingLowPass filter(cutoff_hz, kRateHz);
    double y = 0;
    for (int i = 0; i <= 1000; ++i)
        y = filter(i / kRateHz); // a ramp
    CHECK(1000 / kRateHz - y == Approx(filter.group_delay_s()).epsilon(0.01));
}

TEST_CASE("MovingLowPass does not jump when its corner does")
{
    MovingLowPass filter(8, kRateHz);
    double before = 0, biggest = 0;
    for (int i = 0; i < 3000; ++i) {
        if (i % 5 == 0) // from 8 Hz to 0.8 Hz and back, within 2 s each way
            filter.move_to(8 * std::pow(0.1, 0.5 - 0.5 * std::cos(std::numbers::pi * i / 100)));
        const double y = filter(std::sin(2 * std::numbers::pi * 0.25 * i / kRateHz));
        biggest = std::max(biggest, std::fabs(y - before));
        before = y;
    }
    CHECK(biggest < 0.1); // the sine itself moves by 0.03 a step
}

TEST_CASE("MovingLowPass begins as if its first value had been there for ever")
{
    MovingLowPass filter(1, kRateHz);
    for (int i = 0; i < 100; ++i)
        REQUIRE(filter(1853) == Approx(1853));
    filter.reset(-4);
    CHECK(filter(-4) == Approx(-4));
    CHECK(filter.above() == Approx(0).margin(1e-9));
}
