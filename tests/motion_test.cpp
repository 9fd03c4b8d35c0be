#include "breath/sensors/motion.hpp"
#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "support/imu_frame.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;
using breath::kDegrees;
using breath::MotionIndex;
using breath::Vector;

namespace {

double wave(double hz, double t)
{
    return std::sin(2 * std::numbers::pi * hz * t);
}

struct Watched {
    BreathState state;
    std::vector<Event> events;
};

// Runs from one time to another with what a chest sensor says.
Watched watch(MotionIndex& index, double from_s, double to_s,
              const std::function<void(Frame&, double)>& say)
{
    Watched watched;
    for (double t = from_s; t < to_s; t += 0.01) {
        Frame frame = test::frame_at(t);
        say(frame, t);
        watched.state.events.clear();
        index(frame, frame.time, watched.state);
        watched.events.insert(watched.events.end(), watched.state.events.begin(),
                              watched.state.events.end());
    }
    return watched;
}

// Shaken along z with an RMS of so many mg.
auto shaken(double rms_mg, double hz)
{
    return [=](Frame& frame, double t) {
        test::set(frame, Band::thoracic, Quantity::acceleration_x,
                  {0, 0.3, 0.95 + 1e-3 * rms_mg * std::numbers::sqrt2 * wave(hz, t)});
    };
}

} // namespace

TEST_CASE("MotionIndex takes a breath, a heartbeat and the noise of a sensor for rest")
{
    devices::BodyModel body({.breath_rate_bpm = 15}, 3);
    devices::BodyImu imu({.tilt_deg = 3, .mounting_deg = {10, -20, 70}}, 4);
    MotionIndex index({});
    const auto watched = watch(index, 0, 60, [&](Frame& frame, double t) {
        body.foresee(t);
        const auto reading = imu(body.volume(Band::thoracic, t), std::fmod(t, 0.9) < 0.005);
        test::set(frame, Band::thoracic, Quantity::acceleration_x, reading.acceleration_g);
        test::set(frame, Band::thoracic, Quantity::angular_rate_x, reading.angular_rate_dps);
    });
    CHECK(watched.state.motion.level == 0);
    CHECK(watched.state.motion.rms_mg.known);
    CHECK(watched.state.motion.rms_mg.value < 12);
    CHECK(watched.events.empty());
}

TEST_CASE("MotionIndex tells the RMS above 1 Hz within its doubt, and not what is slower")
{
    const double rms_mg = GENERATE(17., 90., 322., 979.);
    const double hz = GENERATE(3., 8.);
    MotionIndex index({});
    const auto fast = watch(index, 0, 10, shaken(rms_mg, hz)).state.motion.rms_mg;
    CHECK(std::fabs(fast.value - rms_mg) < fast.plus_minus);
    MotionIndex other({});
    CHECK(watch(other, 0, 20, shaken(rms_mg, 0.2)).state.motion.rms_mg.value < 0.1 * rms_mg);
}

TEST_CASE("MotionIndex is 0 for talking, between for coughing and 1 for walking")
{
    const auto level = [](double rms_mg) {
        MotionIndex index({});
        return watch(index, 0, 10, shaken(rms_mg, 4)).state.motion.level;
    };
    CHECK(level(17) == 0);
    CHECK(level(95) > 0.4);
    CHECK(level(95) < 0.8);
    CHECK(level(322) == 1);
}

TEST_CASE("MotionIndex reports a walk once when it is known and once when it is over")
{
    MotionIndex index({});
    const auto watched = watch(index, 0, 60, [](Frame& frame, double t) {
        shaken(t > 20 && t < 40 ? 322 : 8, 2)(frame, t);
    });
    REQUIRE(watched.events.size() == 2);
    const Event& known = watched.events[0];
    const Event& over = watched.events[1];
    CHECK(known.kind == EventKind::motion);
    CHECK(to_seconds(known.start) == Approx(20).margin(0.5));
    CHECK(to_seconds(known.known_at) == Approx(20.5).margin(0.5));
    CHECK_FALSE(known.over);
    CHECK(over.start == known.start);
    CHECK(to_seconds(over.end) == Approx(40).margin(6));
    CHECK(over.evidence == Approx(322).epsilon(0.2));
    CHECK(over.over);
}

TEST_CASE("MotionIndex sees a walk in coarse quaternions of 10 Hz, and rest in them")
{
    const double size = GENERATE(0., 1.);
    MotionIndex index({});
    std::array<double, 4> before{1, 0, 0, 0}, after{1, 0, 0, 0};
    const auto said = [&](double t) {
        const double pitch = (size * 3 * wave(1.9, t) + wave(0.25, t)) / kDegrees / 2,
                     roll = size * 4 * wave(0.95, t) / kDegrees / 2;
        std::array q{std::cos(pitch) * std::cos(roll), std::sin(pitch), std::sin(roll), 0.};
        for (auto& each : q)
            each = std::round(1000 * each) / 1000;
        return q;
    };
    int frame_number = 0;
    const auto watched = watch(index, 0, 30, [&](Frame& frame, double t) {
        const int part = frame_number++ % 10;
        if (part == 0) {
            before = after;
            after = said(t);
        }
        for (std::size_t i = 0; i < 4; ++i)
            test::set(frame, {Band::thoracic, Quantity::quaternion_w + i},
                      before[i] + 0.1 * part * (after[i] - before[i]));
    });
    CHECK_FALSE(watched.state.motion.rms_mg.known);
    if (size > 0)
        CHECK(watched.state.motion.level > 0.6);
    else
        CHECK(watched.state.motion.level < 0.1);
}

TEST_CASE("MotionIndex ends with its sensor, and a jump over a gap is no motion")
{
    MotionIndex index({});
    CHECK(watch(index, 0, 10, shaken(400, 3)).state.motion.level == 1);
    const auto silent = watch(index, 10, 14, [](Frame&, double) {});
    CHECK(silent.state.motion.level == 0);
    CHECK_FALSE(silent.state.motion.rms_mg.known);
    REQUIRE(silent.events.size() == 1);
    CHECK(silent.events[0].over);
    const auto after = watch(index, 14, 20, [](Frame& frame, double) {
        test::set(frame, Band::thoracic, Quantity::acceleration_x, {1, 0, 0});
    });
    CHECK(after.state.motion.rms_mg.value < 1);
}
