#include "devices/body_random.hpp"
#include "dsp/sliding_mean.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

constexpr double kRateHz = 50;

// Ten seconds; noise in breaths.
std::vector<double> band(double rate_bpm, double lead_deg, double noise, unsigned seed)
{
    devices::Random random(seed);
    std::vector<double> levels;
    for (double t = 0; t < 10; t += 1 / kRateHz)
        levels.push_back(std::sin(2 * std::numbers::pi * (rate_bpm / 60 * t + lead_deg / 360))
                         + noise * random.normal());
    return levels;
}

double distance_deg(double a, double b)
{
    return std::fabs(std::remainder(a - b, 360));
}

} // namespace

TEST_CASE("The sliding mean is right about a breath of less than a second, in noise")
{
    const double lead_deg = GENERATE(-120., -45., 0., 60., 180.);
    const double rate_bpm = GENERATE(40., 60., 80.);
    const auto chest = band(rate_bpm, 0, 0.05, 1), belly = band(rate_bpm, lead_deg, 0.05, 2);
    const auto last = std::size_t(300 + 60 / rate_bpm * kRateHz);
    const auto mean = dsp::sliding_mean(chest, belly, 300, last, kRateHz);
    REQUIRE(mean);
    CHECK(distance_deg(mean->phase_angle_deg, lead_deg) < 20);
    CHECK(mean->opposed_deg == Approx(std::fabs(lead_deg)).margin(35));
}

TEST_CASE("The sliding mean does not take five breaths for one")
{
    const auto chest = band(60, 0, 0.02, 1), belly = band(60, 150, 0.02, 2);
    const auto mean = dsp::sliding_mean(chest, belly, 200, 450, kRateHz);
    REQUIRE(mean);
    CHECK(distance_deg(mean->phase_angle_deg, 150) < 15);
}

TEST_CASE("The sliding mean says nothing of what it has hardly heard")
{
    const std::vector<double> band(12, 1.);
    CHECK_FALSE(dsp::sliding_mean(band, band, 0, 5, kRateHz));
}
