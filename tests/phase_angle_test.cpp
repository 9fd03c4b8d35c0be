#include "devices/body_random.hpp"
#include "dsp/low_pass.hpp"
#include "dsp/phase_angle.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

using Levels = std::vector<double>;

// Around the circle.
double distance_deg(double a, double b)
{
    return std::fabs(std::remainder(a - b, 360));
}

Levels sine(double lead_deg, std::size_t size, double amplitude = 1)
{
    Levels band(size);
    for (std::size_t i = 0; i < size; ++i)
        band[i] = amplitude
            * std::sin(2 * std::numbers::pi * (double(i) / double(size - 1) + lead_deg / 360));
    return band;
}

// A breath of 6 s with noise, smoothed as the tracker smooths a band.
Levels noisy(double lead_deg, double rms, devices::Random& random)
{
    dsp::LowPass smooth(1.5, 100);
    auto band = sine(lead_deg, 601);
    for (int i = -100; i < 0; ++i)
        smooth(band[std::size_t(i + 600)] + rms * random.normal());
    for (auto& level : band)
        level = smooth(level + rms * random.normal());
    return band;
}

} // namespace

TEST_CASE("The phase angle of clean bands is right within 1 degree, all around the circle")
{
    const int lead_deg = GENERATE(range(-180, 181, 15));
    const std::size_t size = GENERATE(std::size_t(16), std::size_t(201), std::size_t(2001));
    const auto angle = dsp::phase_angle_deg(sine(0, size, 40), sine(lead_deg, size, 0.3));
    REQUIRE(angle);
    CHECK(distance_deg(*angle, lead_deg) < 1);
    CHECK(*angle > -180);
    CHECK(*angle <= 180);
}

TEST_CASE("The abdomen that leads has a positive phase angle")
{
    CHECK(*dsp::phase_angle_deg(sine(0, 300), sine(40, 300)) == Approx(40).margin(1));
    CHECK(*dsp::phase_angle_deg(sine(40, 300), sine(0, 300)) == Approx(-40).margin(1));
}

TEST_CASE("The phase angle of bands with 10 % noise is right within 5 degrees")
{
    devices::Random random(GENERATE(range(1u, 21u)));
    const int lead_deg = GENERATE(-150, -60, 0, 20, 90, 180);
    const auto angle = dsp::phase_angle_deg(noisy(0, 0.1, random), noisy(lead_deg, 0.1, random));
    REQUIRE(angle);
    CHECK(distance_deg(*angle, lead_deg) < 5);
}

TEST_CASE("Drift over the breath turns the phase angle by less than 3 degrees")
{
    const double drift = GENERATE(-0.5, 0.5, 2.); // of the peak-to-peak height, over the breath
    auto chest = sine(0, 400);
    auto belly = sine(30, 400);
    for (std::size_t i = 0; i < chest.size(); ++i)
        belly[i] += 2 * drift * double(i) / double(belly.size() - 1);
    CHECK(distance_deg(*dsp::phase_angle_deg(chest, belly), 30) < 3);
}

TEST_CASE("The phase angle of breath-shaped bands is right within 3 degrees")
{
    const int lead_deg = GENERATE(-170, -120, -45, -10, 0, 15, 30, 90, 180);
    test::Breather breather{.rate_bpm = 10, .phase_angle_deg = double(lead_deg)};
    Levels chest, belly;
    for (double t = 30; t <= 36.001; t += 0.01) {
        const auto [thoracic, abdominal] = breather.levels(t);
        chest.push_back(thoracic);
        belly.push_back(abdominal);
    }
    CHECK(distance_deg(*dsp::phase_angle_deg(chest, belly), lead_deg) < 3);
}

TEST_CASE("A band that does not move has no phase angle")
{
    Levels flat(300, GENERATE(0., 0.1, 1853.3, -1e6));
    CHECK_FALSE(dsp::phase_angle_deg(flat, sine(0, 300)));
    CHECK_FALSE(dsp::phase_angle_deg(sine(0, 300), flat));
    for (std::size_t i = 0; i < flat.size(); ++i)
        flat[i] += 0.1 * double(i); // nothing but drift
    CHECK_FALSE(dsp::phase_angle_deg(flat, sine(0, 300)));
}
