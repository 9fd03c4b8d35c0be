#include "breath/sensors/imu_tilt.hpp"
#include "devices/body_imu.hpp"
#include "dsp/low_pass.hpp"
#include "support/breather.hpp"
#include "support/correlation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;
using breath::ImuTilt;
using breath::Vector;

namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

// Gravity in a sensor on a belly, tilted by `tilt_deg` about x and then turned as it was put on.
Vector up(double tilt_deg, double roll_deg = 0, double yaw_deg = 0)
{
    const double tilt = tilt_deg / kDegrees, roll = roll_deg / kDegrees, yaw = yaw_deg / kDegrees;
    const double y = std::sin(tilt), z = std::cos(tilt);
    const double x = z * std::sin(roll), w = z * std::cos(roll);
    return {x * std::cos(yaw) - y * std::sin(yaw), x * std::sin(yaw) + y * std::cos(yaw), w};
}

double peak_to_peak(const std::vector<double>& x)
{
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    return *high - *low;
}

} // namespace

TEST_CASE("ImuTilt measures the swing of the breath in degrees, however the sensor was put on")
{
    const double rate_bpm = GENERATE(6., 12., 20.);
    const double roll_deg = GENERATE(-30., 0., 50.);
    const double yaw_deg = GENERATE(0., 45., 100., -135.);
    test::Breather breather{.rate_bpm = rate_bpm};
    ImuTilt tilt{{}};
    std::vector<double> heard, truth;
    for (double t = 0; t < 60; t += 0.01) {
        const double swing_deg = 2 * breather.level(t);
        const double answer = tilt(up(swing_deg, roll_deg, yaw_deg));
        if (t > 20) {
            heard.push_back(answer);
            truth.push_back(swing_deg);
        }
    }
    CHECK(std::fabs(test::correlation(heard, truth)) > 0.99);
    CHECK(peak_to_peak(heard) == Approx(2).epsilon(0.1));
}

TEST_CASE("ImuTilt does not depend on the unit of the vector")
{
    ImuTilt in_g{{}}, in_counts{{}};
    test::Breather breather{};
    for (double t = 0; t < 30; t += 0.01) {
        const Vector vector = up(2 * breather.level(t), 20, 30);
        const double a = in_g(vector);
        REQUIRE(in_counts({2048 * vector[0], 2048 * vector[1], 2048 * vector[2]})
                == Approx(a).margin(1e-9));
    }
}

TEST_CASE("ImuTilt hears the breath through an accelerometer's noise and the heartbeat")
{
    devices::BodyModel body({.breath_rate_bpm = 10}, 3);
    devices::BodyImu imu({.tilt_deg = 3, .mounting_deg = {10, -20, 70}}, 4);
    ImuTilt tilt{{}};
    dsp::LowPass smooth(1.5, 100), same(1.5, 100);
    std::vector<double> heard, truth;
    for (double t = 0; t < 90; t += 0.01) {
        body.foresee(t);
        const double volume = body.volume(Band::abdominal, t);
        const bool beat = std::fmod(t, 0.9) < 0.005;
        const double answer = smooth(tilt(imu(volume, beat).acceleration_g));
        const double moved = same(volume);
        if (t > 30) {
            heard.push_back(answer);
            truth.push_back(moved);
        }
    }
    CHECK(std::fabs(test::correlation(heard, truth)) > 0.97);
    CHECK(peak_to_peak(heard) == Approx(1.5).epsilon(0.25));
}

TEST_CASE("ImuTilt hears the breath again 20 s after a change of posture")
{
    const double turn_deg = GENERATE(25., 60., 170.);
    const double turn_s = GENERATE(0.2, 1.5);
    test::Breather breather{.rate_bpm = 12};
    ImuTilt tilt{{}};
    std::vector<double> heard, truth;
    for (double t = 0; t < 120; t += 0.01) {
        // From the back to the side: the breath then swings about another of the sensor's axes.
        const double turned = std::clamp((t - 60) / turn_s, 0., 1.);
        const double roll_deg = turn_deg * turned;
        const double swing_deg = 2 * breather.level(t);
        Vector vector = up(swing_deg * (1 - turned), roll_deg);
        const double side = swing_deg * turned / kDegrees;
        vector = {vector[0] * std::cos(side) - vector[2] * std::sin(side), vector[1],
                  vector[0] * std::sin(side) + vector[2] * std::cos(side)};
        const double answer = tilt(vector);
        REQUIRE(std::fabs(answer) < 30);
        if (t > 60 + turn_s + 20) {
            heard.push_back(answer);
            truth.push_back(swing_deg);
        }
    }
    CHECK(std::fabs(test::correlation(heard, truth)) > 0.95);
    CHECK(peak_to_peak(heard) < 3);
}

TEST_CASE("ImuTilt hears the breath again 30 s after a shift too small to be a change of posture")
{
    const double shift_deg = GENERATE(5., 12., 18.);
    test::Breather breather{.rate_bpm = 12};
    ImuTilt tilt{{}};
    std::vector<double> change, truth;
    double before = 0;
    for (double t = 0; t < 130; t += 0.01) {
        const double shifted = std::clamp(t - 60, 0., 1.);
        const double swing_deg = 2 * breather.level(t);
        const double answer = tilt(up(swing_deg, shift_deg * shifted));
        if (t > 91) { // the shift itself fades slowly: compare how the breath moves on
            change.push_back(answer - before);
            truth.push_back(breather.level(t) - breather.level(t - 0.01));
        }
        before = answer;
    }
    CHECK(std::fabs(test::correlation(change, truth)) > 0.95);
    double moved = 0, breathed = 0;
    for (std::size_t i = 0; i < change.size(); ++i) {
        moved += std::fabs(change[i]);
        breathed += 2 * std::fabs(truth[i]);
    }
    CHECK(moved > 0.7 * breathed);
}

TEST_CASE("ImuTilt keeps its sign while the axis of the breath wanders")
{
    test::Breather breather{.rate_bpm = 12};
    ImuTilt tilt{{}};
    std::vector<double> heard, truth;
    int signs = 0, windows = 0;
    for (double t = 0; t < 400; t += 0.01) {
        const double swing_deg = 2 * breather.level(t);
        heard.push_back(tilt(up(swing_deg, 10, 0.4 * t))); // 160 degrees in all
        truth.push_back(swing_deg);
        if (heard.size() < 1000)
            continue;
        if (t > 30) {
            signs += test::correlation(heard, truth) > 0 ? 1 : -1;
            ++windows;
        }
        heard.clear();
        truth.clear();
    }
    CHECK(std::abs(signs) == windows);
}

TEST_CASE("ImuTilt is steady and finite when nothing moves")
{
    ImuTilt tilt{{}};
    for (int i = 0; i < 3000; ++i)
        REQUIRE(tilt({0.1, -0.7, 0.7}) == Approx(0).margin(1e-9));
}

TEST_CASE("ImuTilt keeps the sign of the breath through changes of posture")
{
    const double turn_deg = GENERATE(25., 60., 170.);
    const double turn_s = GENERATE(0.2, 1.5);
    const bool other_axis = GENERATE(false, true);
    test::Breather breather{.rate_bpm = 12};
    ImuTilt tilt{{}};
    std::vector<double> heard, truth;
    double before = 0;
    for (double t = 0; t < 120; t += 0.01) {
        const double turned = std::clamp((t - 60) / turn_s, 0., 1.);
        const double swing_deg = 2 * breather.level(t);
        const double about_x = (other_axis ? 1 - turned : 1) * swing_deg / kDegrees,
                     about_y =
                         (turn_deg * turned + (other_axis ? turned * swing_deg : 0)) / kDegrees;
        heard.push_back(tilt({std::sin(about_y), std::cos(about_y) * std::sin(about_x),
                              std::cos(about_y) * std::cos(about_x)}));
        truth.push_back(swing_deg);
        if (t > 59 && t < 60) // whichever way up it was
            before = test::correlation(heard, truth);
        if (t < 20 || (t > 60 && t < 60 + turn_s + 14)) {
            heard.clear();
            truth.clear();
        }
    }
    CHECK(std::fabs(before) > 0.9);
    CHECK(test::correlation(heard, truth) * before > 0.8);
}

TEST_CASE("ImuTilt keeps 90 % of 3 breaths a minute")
{
    test::Breather breather{.rate_bpm = 3};
    ImuTilt tilt{{}};
    std::vector<double> heard;
    for (double t = 0; t < 180; t += 0.01) {
        const double answer = tilt(up(2 * breather.level(t), 20, 30));
        if (t > 100)
            heard.push_back(answer);
    }
    CHECK(peak_to_peak(heard) > 0.9 * 2);
}

TEST_CASE("ImuTilt does not follow a jerk, and says so when the body goes on moving")
{
    test::Breather breather{.rate_bpm = 12};
    ImuTilt tilt{{}};
    double lowest = 0, highest = 0;
    for (double t = 0; t < 60; t += 0.01) {
        const double jerk_deg = t > 50 ? 15 * std::exp(-(t - 52) * (t - 52) / 0.1) : 0;
        const double answer = tilt(up(2 * breather.level(t) + jerk_deg));
        REQUIRE_FALSE(tilt.moving());
        if (t < 30 || (t > 50 && t < 52.3)) // until it is noticed
            continue;
        lowest = std::min(lowest, answer);
        highest = std::max(highest, answer);
    }
    CHECK(highest - lowest < 4);
    const auto step_deg = [](double t) { return 4 * std::sin(2 * std::numbers::pi * 1.1 * t); };
    for (double t = 60; t < 70; t += 0.01)
        tilt(up(step_deg(t), step_deg(2 * t)));
    CHECK(tilt.moving());
    for (double t = 70; t < 80; t += 0.01)
        tilt(up(2 * breather.level(t)));
    CHECK_FALSE(tilt.moving());
}
