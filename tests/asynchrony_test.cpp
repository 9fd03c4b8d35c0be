#include "devices/body_random.hpp"
#include "dsp/asynchrony.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

constexpr double kRateHz = 50;

double wave(double time_s, double period_s, double lead_deg)
{
    return std::sin(2 * std::numbers::pi * (time_s / period_s + lead_deg / 360));
}

// Half a minute of two sines with drift and noise; the abdomen leads.
dsp::Asynchrony heard(double period_s, double lead_deg, double noise = 0.02)
{
    devices::Random random(5);
    dsp::Asynchrony asynchrony({.sample_rate_hz = kRateHz});
    for (double t = 0; t < 30 + 3 * period_s; t += 1 / kRateHz)
        asynchrony(30 * (wave(t, period_s, 0) + 0.05 * t + noise * random.normal()),
                   0.2 * (wave(t, period_s, lead_deg) - 0.03 * t + noise * random.normal()));
    return asynchrony;
}

} // namespace

TEST_CASE("Asynchrony knows the phase angle of bands that go on, at any breath rate and unit")
{
    const double period_s = GENERATE(0.9, 1.5, 4., 10.);
    const double lead_deg = GENERATE(-150., -60., 0., 30., 90., 180.);
    const auto asynchrony = heard(period_s, lead_deg);
    CAPTURE(period_s, lead_deg);
    REQUIRE(asynchrony.known());
    CHECK(std::fabs(std::remainder(asynchrony.phase_angle_deg() - lead_deg, 360)) < 12);
    CHECK(asynchrony.opposed_deg() == Approx(std::fabs(lead_deg)).margin(30));
}

TEST_CASE("Asynchrony tells bands that move together from bands that do not")
{
    CHECK(heard(4, 0).correlation() > 0.9);
    CHECK(heard(4, 180).correlation() < -0.9);
    CHECK(heard(4, 0).path_ratio() < 1.2);
    CHECK(heard(4, 180).path_ratio() > 4);
}

TEST_CASE("Asynchrony notices a change within two breaths")
{
    dsp::Asynchrony asynchrony({.sample_rate_hz = kRateHz});
    for (double t = 0; t < 60; t += 1 / kRateHz)
        asynchrony(wave(t, 4, 0), wave(t, 4, t < 52 ? 0 : 180));
    CHECK(asynchrony.correlation() < -0.5);
    CHECK(asynchrony.opposed_deg() > 120);
}

TEST_CASE("Asynchrony of flat bands is finite and says nothing")
{
    dsp::Asynchrony asynchrony({.sample_rate_hz = kRateHz});
    for (int i = 0; i < 2000; ++i)
        asynchrony(7, -1e9);
    CHECK(asynchrony.correlation() == 0);
    CHECK(asynchrony.opposed_deg() == 0);
    CHECK(asynchrony.phase_angle_deg() == 0);
    CHECK(asynchrony.path_ratio() == 1);
}

TEST_CASE("Of a whole breath, opposed and path ratio follow from the lag")
{
    const double lead_deg = GENERATE(0., 30., 60., 90., 150., 180.);
    std::vector<double> chest, belly;
    for (int i = 0; i <= 400; ++i) {
        chest.push_back(5 * wave(i, 400, 0) + 0.01 * i);
        belly.push_back(wave(i, 400, lead_deg));
    }
    const auto opposed = dsp::opposed_deg(chest, belly);
    REQUIRE(opposed);
    CHECK(*opposed == Approx(lead_deg).margin(4));
    // Two equal sines: the sum is cos(lead / 2) as high as both together.
    const auto ratio = dsp::path_ratio(chest, belly, dsp::equal_gains(chest, belly));
    REQUIRE(ratio);
    if (lead_deg < 160)
        CHECK(*ratio == Approx(1 / std::cos(lead_deg * std::numbers::pi / 360)).epsilon(0.25));
    else
        CHECK(*ratio > 2);
}

TEST_CASE("Of a flat band there is no opposition and no path ratio")
{
    const std::vector<double> flat(100, 3.);
    std::vector<double> band;
    for (int i = 0; i < 100; ++i)
        band.push_back(wave(i, 100, 0));
    CHECK_FALSE(dsp::opposed_deg(flat, band));
    CHECK_FALSE(dsp::path_ratio(flat, band, {}));
}
