#include "breath/sensors/conditioner.hpp"
#include "dsp/low_pass.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;
using breath::Conditioner;

namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

Frame frame_at(double time_s)
{
    Frame frame;
    frame.time = time_from_seconds(time_s);
    return frame;
}

void set(Frame& frame, Channel channel, double value)
{
    frame.value[index_of(channel)] = value;
    frame.valid.set(index_of(channel));
}

// A sensor tilted by `tilt_deg` about x, in either of its two voices.
void set_acceleration(Frame& frame, Band band, double tilt_deg)
{
    set(frame, {band, Quantity::acceleration_x}, 0);
    set(frame, {band, Quantity::acceleration_y}, std::sin(tilt_deg / kDegrees));
    set(frame, {band, Quantity::acceleration_z}, std::cos(tilt_deg / kDegrees));
}

void set_quaternion(Frame& frame, Band band, double tilt_deg, double heading_deg)
{
    const double tilt = tilt_deg / kDegrees / 2, heading = heading_deg / kDegrees / 2;
    set(frame, {band, Quantity::quaternion_w}, std::cos(heading) * std::cos(tilt));
    set(frame, {band, Quantity::quaternion_x}, std::cos(heading) * std::sin(tilt));
    set(frame, {band, Quantity::quaternion_y}, std::sin(heading) * std::sin(tilt));
    set(frame, {band, Quantity::quaternion_z}, std::sin(heading) * std::cos(tilt));
}

} // namespace

TEST_CASE("Conditioner passes displacement on as it is, for its own band only")
{
    Conditioner condition(Band::abdominal, {});
    Frame frame = frame_at(1);
    set(frame, {Band::thoracic, Quantity::displacement}, 7);
    CHECK_FALSE(condition(frame));
    set(frame, {Band::abdominal, Quantity::displacement}, 1853.25);
    CHECK(condition(frame) == 1853.25);
}

TEST_CASE("Conditioner integrates flow to volume, with an offset that nobody told it")
{
    const double rate_bpm = GENERATE(5., 12., 20.);
    const double offset = GENERATE(0., -1635.5, 5.);
    test::Breather breather{.rate_bpm = rate_bpm, .amplitude = 2};
    Conditioner condition(Band::thoracic, {});
    std::vector<double> errors_s;
    const auto breaths = breather.breaths(120);
    std::vector<double> volume, time_s;
    for (double t = 0.01; t < 120; t += 0.01) {
        Frame frame = frame_at(t);
        const double flow = (breather.level(t) - breather.level(t - 0.01)) / 0.01;
        set(frame, {Band::thoracic, Quantity::flow}, flow + offset);
        volume.push_back(*condition(frame));
        time_s.push_back(t);
    }
    // A sensor that rests elsewhere than at zero must be understood after a few breaths.
    const double settled_s = std::max(20., 4 * breather.period_s());
    std::size_t seen = 0;
    for (const auto& breath : breaths) {
        if (breath.rise_start_s < settled_s || breath.end_s > 119)
            continue;
        const auto at = [](double t) { return std::size_t(std::lround(t * 100)) - 1; };
        const double height =
            volume[at(breath.expiration_onset_s)] - volume[at(breath.rise_start_s)];
        CHECK(height == Approx(2).epsilon(0.15));
        const auto first = volume.begin() + std::ptrdiff_t(at(breath.rise_start_s));
        const auto last = volume.begin() + std::ptrdiff_t(at(breath.end_s));
        const auto peak = std::max_element(first, last);
        CHECK(time_s[std::size_t(peak - volume.begin())]
              == Approx(breath.expiration_onset_s).margin(0.03 * breather.period_s()));
        ++seen;
    }
    CHECK(seen >= 5);
}

TEST_CASE("Conditioner hears the same breath in acceleration and in orientation")
{
    const double heading_deg = GENERATE(0., 77., -160.);
    test::Breather breather{.rate_bpm = 10};
    Conditioner by_acceleration(Band::abdominal, {}), by_quaternion(Band::abdominal, {});
    for (double t = 0; t < 60; t += 0.01) {
        const double tilt_deg = 25 + 3 * breather.level(t);
        Frame one = frame_at(t), other = frame_at(t);
        set_acceleration(one, Band::abdominal, tilt_deg);
        set_quaternion(other, Band::abdominal, tilt_deg, heading_deg + t); // yaw drifts, as it does
        const auto a = by_acceleration(one), b = by_quaternion(other);
        REQUIRE(a);
        REQUIRE(b);
        REQUIRE(*b == Approx(*a).margin(1e-6));
    }
}

TEST_CASE("Conditioner says nothing when a part of what it needs is missing")
{
    Conditioner condition(Band::thoracic, {});
    Frame frame = frame_at(0);
    CHECK_FALSE(condition(frame));
    set(frame, {Band::thoracic, Quantity::acceleration_x}, 0);
    set(frame, {Band::thoracic, Quantity::acceleration_z}, 1);
    CHECK_FALSE(condition(frame));
    set(frame, {Band::thoracic, Quantity::acceleration_y}, 0);
    CHECK(condition(frame));

    Frame turned = frame_at(1);
    set_quaternion(turned, Band::thoracic, 5, 5);
    turned.valid.reset(index_of({Band::thoracic, Quantity::quaternion_y}));
    CHECK_FALSE(condition(turned));
}

TEST_CASE("Conditioner does not take a sensor's zeros before its first measurement for gravity")
{
    Conditioner condition(Band::thoracic, {});
    Frame zeros = frame_at(0);
    for (std::size_t i = 0; i < 3; ++i)
        set(zeros, {Band::thoracic, Quantity::acceleration_x + i}, 0);
    for (int i = 0; i < 100; ++i)
        CHECK_FALSE(condition(zeros));
    Frame frame = frame_at(1);
    set_acceleration(frame, Band::thoracic, 30);
    CHECK(*condition(frame) == Approx(0).margin(1e-9));
}

TEST_CASE("Conditioner does not change to a lesser sensor while the better one is silent")
{
    Conditioner condition(Band::thoracic, {});
    Frame both = frame_at(0), tilt_only = frame_at(1);
    for (Frame* frame : {&both, &tilt_only})
        set_acceleration(*frame, Band::thoracic, 10);
    set(both, {Band::thoracic, Quantity::displacement}, 500);
    CHECK(condition(tilt_only)); // all there is so far
    CHECK(condition(both) == 500.);
    CHECK_FALSE(condition(tilt_only));
    CHECK(condition(both) == 500.);
}
