#include "breath/sensors/posture.hpp"
#include "support/imu_frame.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <optional>
#include <vector>

using namespace crura;
using breath::kDegrees;
using breath::PostureWatch;
using breath::Vector;

namespace {

// A sensor that lies flat, z away from the body, its y axis turned by `mounted_deg` from the head.
struct Wearer {
    double mounted_deg = 0;
    PostureWatch watch{{}};
    BreathState state{};
    std::vector<Event> events{};
    double now_s = 0;

    Vector in_sensor(const Vector& body) const // x to the left hand, y to the head, z to the front
    {
        const double c = std::cos(mounted_deg / kDegrees), s = std::sin(mounted_deg / kDegrees);
        return {c * body[0] + s * body[1], -s * body[0] + c * body[1], body[2]};
    }

    // Lies so that `up` of the body's axes points up, for a while.
    void stay(const Vector& up, double for_s, bool breathing = true)
    {
        const Vector side = in_sensor({1, 0, 0});
        for (const double until_s = now_s + for_s; now_s < until_s; now_s += 0.01) {
            Frame frame = test::frame_at(now_s);
            test::set(frame, Band::thoracic, Quantity::acceleration_x,
                      in_sensor(breath::normalised(up)));
            state.events.clear();
            watch(frame, breathing ? std::optional(side) : std::nullopt, frame.time, state);
            events.insert(events.end(), state.events.begin(), state.events.end());
        }
    }
};

const Vector kUpright{0, 1, 0}, kSupine{0, 0, 1}, kProne{0, 0, -1}, kOnRight{1, 0, 0},
    kOnLeft{-1, 0, 0};

} // namespace

TEST_CASE("PostureWatch tells face up from face down, however the sensor is turned on the chest")
{
    Wearer wearer{.mounted_deg = GENERATE(0., 90., -140.)};
    wearer.stay(kSupine, 5);
    CHECK(wearer.state.posture == Posture::supine);
    wearer.stay(kProne, 5);
    CHECK(wearer.state.posture == Posture::prone);
}

TEST_CASE(
    "PostureWatch does not guess between upright and a side before it knows where the head is")
{
    for (const Vector& up : {kUpright, kOnRight, kOnLeft}) {
        Wearer wearer{.mounted_deg = 30};
        wearer.stay(up, 60);
        CHECK(wearer.state.posture == Posture::unknown);
    }
}

TEST_CASE("PostureWatch knows every posture once the body breathed on its back and sat up")
{
    Wearer wearer{.mounted_deg = GENERATE(0., 90., -140.)};
    wearer.stay(kSupine, 40);
    wearer.stay(kOnLeft, 5);
    CHECK(wearer.state.posture == Posture::unknown); // a side, but which?
    wearer.stay(kUpright, 5);
    CHECK(wearer.state.posture == Posture::sitting); // for it came from lying
    wearer.stay(kOnLeft, 5);
    CHECK(wearer.state.posture == Posture::left_side);
    wearer.stay(kOnRight, 5);
    CHECK(wearer.state.posture == Posture::right_side);
    wearer.stay(kProne, 5);
    CHECK(wearer.state.posture == Posture::prone);
    wearer.stay(kUpright, 5);
    CHECK(wearer.state.posture == Posture::sitting);
}

TEST_CASE("PostureWatch may be told where the head is")
{
    Wearer wearer{.watch = PostureWatch({.head = {0, 1, 0}})};
    wearer.stay(kUpright, 2);
    CHECK(wearer.state.posture == Posture::upright);
    wearer.stay(kOnRight, 2);
    CHECK(wearer.state.posture == Posture::right_side);
}

TEST_CASE("PostureWatch does not waver between two postures")
{
    Wearer wearer{.watch = PostureWatch({.head = {0, 1, 0}})};
    const auto leaning = [](double deg) {
        return Vector{0, std::sin(deg / kDegrees), std::cos(deg / kDegrees)};
    };
    wearer.stay(leaning(30), 5);
    for (int i = 0; i < 20; ++i) {
        wearer.stay(leaning(42 + 6 * (i % 2)), 1);
        REQUIRE(wearer.state.posture == Posture::supine);
    }
    wearer.stay(leaning(60), 5);
    CHECK(wearer.state.posture == Posture::sitting);
}

TEST_CASE("PostureWatch reports a turn of more than 20 degrees that is kept, with its angle")
{
    const double turn_deg = GENERATE(15., 28., 90., 180.);
    Wearer wearer;
    wearer.stay(kSupine, 20);
    const double a = turn_deg / kDegrees;
    wearer.stay({std::sin(a), 0, std::cos(a)}, 20);
    if (turn_deg < 20) {
        CHECK(wearer.events.empty());
        return;
    }
    REQUIRE(wearer.events.size() == 1);
    const Event& event = wearer.events[0];
    CHECK(event.kind == EventKind::posture_change);
    CHECK(event.evidence == Approx(turn_deg).margin(8));
    CHECK(to_seconds(event.start) == Approx(20).margin(2));
    CHECK(to_seconds(event.known_at) == Approx(23).margin(2.5));
    CHECK(event.over);
}

TEST_CASE("PostureWatch reports no change for a look over the shoulder")
{
    Wearer wearer;
    wearer.stay(kSupine, 20);
    wearer.stay({0.7, 0, 0.7}, 1.5);
    wearer.stay(kSupine, 20);
    CHECK(wearer.events.empty());
}

TEST_CASE("PostureWatch knows nothing without a sensor, and takes the belly's where it is alone")
{
    Wearer wearer;
    wearer.stay(kSupine, 10);
    for (int i = 0; i < 300; ++i)
        wearer.watch(test::frame_at(10 + 0.01 * i), {}, {}, wearer.state);
    CHECK(wearer.state.posture == Posture::unknown);

    PostureWatch belly({});
    BreathState state;
    for (int i = 0; i < 100; ++i) {
        Frame frame = test::frame_at(0.01 * i);
        test::set(frame, Band::abdominal, Quantity::acceleration_x, kProne);
        belly(frame, {}, frame.time, state);
    }
    CHECK(state.posture == Posture::prone);
}
