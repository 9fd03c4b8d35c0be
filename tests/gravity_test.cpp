#include "breath/sensors/gravity.hpp"
#include "support/imu_frame.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <optional>

using namespace crura;
using breath::Gravity;
using breath::kDegrees;
using breath::Vector;

namespace {

constexpr Band kChest = Band::thoracic;

Vector tilted(double tilt_deg)
{
    return {0, std::sin(tilt_deg / kDegrees), std::cos(tilt_deg / kDegrees)};
}

double tilt_deg(const Vector& up)
{
    return kDegrees * std::atan2(up[1], up[2]);
}

// RMS error of the tilt of a body that breathes 2 degrees deep 15 times a minute while it is
// pushed to and fro once a second [deg].
double error_deg(bool with_gyroscope, double bias_dps)
{
    Gravity gravity(kChest, {});
    double total = 0;
    int count = 0;
    const auto breath_deg = [](double t) { return std::sin(2 * std::numbers::pi * 0.25 * t); };
    for (double t = 0; t < 180; t += 0.01) {
        Frame frame = test::frame_at(t);
        Vector force = tilted(breath_deg(t));
        force[1] += 0.05 * std::sin(2 * std::numbers::pi * t);
        test::set(frame, kChest, Quantity::acceleration_x, force);
        // A turn by +x takes the vertical from z towards y in the sensor: u' = -w x u.
        const double rate_dps = (breath_deg(t) - breath_deg(t - 0.01)) / 0.01;
        if (with_gyroscope)
            test::set(frame, kChest, Quantity::angular_rate_x,
                      Vector{rate_dps + bias_dps, bias_dps, -bias_dps});
        const auto up = gravity(frame);
        if (t < 120)
            continue;
        const double error = tilt_deg(*up) - breath_deg(t - 0.15); // delayed by the smoothing
        total += error * error;
        ++count;
    }
    return std::sqrt(total / count);
}

} // namespace

TEST_CASE("Gravity with a gyroscope is not taken in by linear acceleration, nor by a bias")
{
    CHECK(error_deg(false, 0) > 1.5);
    CHECK(error_deg(true, 0) < 0.2);
    CHECK(error_deg(true, 3) < 0.25);
}

TEST_CASE("Gravity says nothing before a sensor measures, and does not change to a lesser source")
{
    Gravity gravity(kChest, {});
    Frame zeros = test::frame_at(0);
    test::set(zeros, kChest, Quantity::acceleration_x, {0, 0, 0});
    CHECK_FALSE(gravity(zeros));

    Frame force_only = test::frame_at(0.01), both = test::frame_at(0.02);
    for (Frame* frame : {&force_only, &both})
        test::set(*frame, kChest, Quantity::acceleration_x, tilted(10));
    test::set(both, kChest, Quantity::angular_rate_x, {0, 0, 0});
    CHECK(gravity(force_only));
    CHECK(gravity(both));
    CHECK_FALSE(gravity(force_only));
    CHECK(gravity(both));
}

TEST_CASE("Gravity begins anew after a gap")
{
    Gravity gravity(kChest, {});
    for (double t = 0; t < 20; t += 0.01) {
        Frame frame = test::frame_at(t);
        test::set(frame, kChest, Quantity::acceleration_x, tilted(5));
        test::set(frame, kChest, Quantity::angular_rate_x, {0, 0, 0});
        REQUIRE(tilt_deg(*gravity(frame)) == Approx(5).margin(1e-6));
    }
    Frame later = test::frame_at(25); // meanwhile the body has turned
    test::set(later, kChest, Quantity::acceleration_x, tilted(70));
    test::set(later, kChest, Quantity::angular_rate_x, {0, 0, 0});
    CHECK(tilt_deg(*gravity(later)) == Approx(70).margin(1e-6));
}
