#include "breath/observer.hpp"
#include "breath/sensors/motion.hpp"
#include "breath/sensors/posture.hpp"
#include "support/rising_trunk.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <vector>

using namespace crura;
using breath::PostureWatch;
using breath::Vector;
using test::RisingTrunk;

namespace {

constexpr std::uint64_t kPeople = 40;

struct Told {
    Posture last = Posture::unknown;
    std::vector<Posture> all; // every 0.1 s
};

// `knows_head`: was told which way the head is; else learns it lying.
Told told(RisingTrunk& person, bool knows_head = true, double rate_hz = 100)
{
    PostureWatch::Params params;
    if (knows_head)
        params.head = person.head();
    PostureWatch watch(params);
    breath::MotionIndex motion({});
    BreathState state;
    Told told;
    int count = 0;
    for (const Frame& frame : person.frames(rate_hz)) {
        state.events.clear();
        motion(frame, frame.time, state);
        watch(frame, person.side(), frame.time, state);
        if (++count % 10 == 0)
            told.all.push_back(state.posture);
    }
    told.last = state.posture;
    return told;
}

// How many of all people were told to be this after the scene.
template <class Scene>
int told_to_be(Posture posture, Scene scene, double rate_hz = 100)
{
    int hits = 0;
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        RisingTrunk person(seed);
        scene(person);
        hits += told(person, true, rate_hz).last == posture;
    }
    return hits;
}

} // namespace

TEST_CASE("Somebody who is upright from the start sits or stands: which is not known")
{
    CHECK(told_to_be(Posture::upright, [](auto& person) { person.rest(60); }) == kPeople);
}

TEST_CASE("Who comes up from lying sits, and nobody stands before they rose")
{
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        RisingTrunk person(seed);
        person.lie_down(2);
        person.rest(40);
        person.sit_up(2.5);
        person.rest(20);
        const Told posture = told(person, false);
        CHECK(posture.last == Posture::sitting);
        for (const Posture each : posture.all)
            REQUIRE((each != Posture::standing && each != Posture::upright));
    }
}

TEST_CASE("Who leans, is lifted and straightens stood up, and who is let down sat down")
{
    const double rate_hz = GENERATE(100., 50., 25.);
    CAPTURE(rate_hz);
    CHECK(told_to_be(
              Posture::standing,
              [](auto& person) {
                  person.rest(10);
                  person.stand_up();
                  person.rest(5);
              },
              rate_hz)
          >= 36);
    CHECK(told_to_be(
              Posture::sitting,
              [](auto& person) {
                  person.rest(10);
                  person.sit_down();
                  person.rest(5);
              },
              rate_hz)
          >= 36);
}

TEST_CASE("Nobody who stood up is said to sit, however slowly they rose")
{
    const double takes_s = GENERATE(1., 2., 4., 6., 9.);
    int wrong = 0;
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        RisingTrunk person(seed);
        person.lie_down(2);
        person.rest(20);
        person.sit_up(2.5);
        person.rest(20);
        person.stand_up_slowly(takes_s);
        person.rest(5);
        wrong += told(person).last == Posture::sitting;
    }
    CAPTURE(takes_s);
    CHECK(wrong <= 1);
}

TEST_CASE("A lean without a lift changes nothing: who sat still sits")
{
    const double deg = GENERATE(10., 25., 40.);
    const auto scene = [deg](auto& person) {
        person.lie_down(2);
        person.rest(20);
        person.sit_up(2.5);
        person.rest(10);
        person.lean_and_return(deg);
        person.rest(5);
        person.bump();
        person.rest(5);
    };
    CHECK(told_to_be(Posture::sitting, scene) >= 36);
    CHECK(told_to_be(Posture::standing, scene) == 0);
}

TEST_CASE("Who walks stands, who laughs may sit")
{
    CHECK(told_to_be(Posture::standing,
                     [](auto& person) {
                         person.rest(5);
                         person.walk(12, 1.8, 0.25);
                     })
          == kPeople);
    CHECK(told_to_be(Posture::upright,
                     [](auto& person) {
                         person.rest(5);
                         person.walk(20, 4, 0.09);
                         person.rest(5);
                     })
          == kPeople);
}

TEST_CASE("Who stands up from lying without resting on the way is not said to sit")
{
    CHECK(told_to_be(Posture::sitting,
                     [](auto& person) {
                         person.lie_down(2);
                         person.rest(20);
                         person.sit_up(2.5);
                         person.rest(0.2);
                         person.stand_up();
                         person.rest(5);
                     })
          <= 1);
}

TEST_CASE("Coming up from a bow tells nothing, for one may bow standing")
{
    CHECK(told_to_be(Posture::upright,
                     [](auto& person) {
                         person.rest(5);
                         person.stand_up();
                         person.rest(5);
                         person.bow(3);
                         person.rest(20);
                         person.sit_up(3);
                         person.rest(5);
                     })
          == kPeople);
}

TEST_CASE("A sensor without an accelerometer knows who sat up, but not who rose or only leant then")
{
    PostureWatch watch({.head = {0, 1, 0}});
    BreathState state;
    double now_s = 0, at_deg = 0;
    const auto turn_to = [&](double to_deg, double for_s) { // about x: 0 supine, 90 upright
        const double from_deg = at_deg, from_s = now_s;
        for (; now_s < from_s + for_s; now_s += 0.01) {
            at_deg = from_deg + (to_deg - from_deg) * std::min(1., now_s - from_s);
            Frame frame = test::frame_at(now_s);
            const double half = at_deg / breath::kDegrees / 2;
            test::set(frame, {Band::thoracic, Quantity::quaternion_w}, std::cos(half));
            test::set(frame, Band::thoracic, Quantity::quaternion_x, {std::sin(half), 0, 0});
            state.events.clear();
            watch(frame, std::nullopt, frame.time, state);
        }
    };
    turn_to(0, 10);
    CHECK(state.posture == Posture::supine);
    turn_to(90, 10);
    CHECK(state.posture == Posture::sitting);
    turn_to(85, 10); // sways
    CHECK(state.posture == Posture::sitting);
    turn_to(120, 1);
    turn_to(90, 10);
    CHECK(state.posture == Posture::upright);
}

TEST_CASE("Observer tells lying, sitting and standing from the samples of one motion sensor")
{
    RisingTrunk person(2);
    person.lie_down(2);
    person.rest(60);
    const double lay_s = person.now_s();
    person.sit_up(3);
    person.rest(20);
    const double sat_s = person.now_s();
    person.stand_up();
    person.rest(10);
    const auto observe = std::make_unique<breath::Observer>(breath::Observer::Params{});
    BreathState state;
    for (const Frame& frame : person.frames()) {
        std::vector<Sample> samples;
        for (std::size_t i = 0; i < 3; ++i) {
            const Channel channel{Band::thoracic, Quantity::acceleration_x + i};
            samples.push_back({frame.time, frame[channel], channel});
        }
        (*observe)(frame.time, samples, state);
        if (to_seconds(frame.time) == Approx(lay_s).margin(1e-6))
            CHECK(state.posture == Posture::supine);
        if (to_seconds(frame.time) == Approx(sat_s).margin(1e-6))
            CHECK(state.posture == Posture::sitting);
    }
    CHECK(state.posture == Posture::standing);
}
