#include "dsp/running_correlation.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using crura::dsp::RunningCorrelation;

TEST_CASE(
    "RunningCorrelation is 1 for the same shape, -1 for its mirror image, whatever the offset")
{
    const double offset = GENERATE(0., 1e7);
    RunningCorrelation same, mirrored, unrelated;
    for (int i = 0; i < 1000; ++i) {
        const double x = std::sin(i * 0.1);
        same(offset + x, 3 * x - offset);
        mirrored(offset + x, -0.1 * x);
        unrelated(x, std::cos(i * 0.37));
    }
    CHECK(same.value() == Approx(1).margin(1e-6));
    CHECK(mirrored.value() == Approx(-1).margin(1e-6));
    CHECK(std::fabs(unrelated.value()) < 0.05);
}

TEST_CASE("RunningCorrelation claims nothing of a signal that does not change")
{
    RunningCorrelation flat;
    CHECK(flat.value() == 0);
    for (int i = 0; i < 100; ++i)
        flat(5, i);
    CHECK(flat.value() == 0);
}
