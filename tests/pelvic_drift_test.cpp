#include "breath/observer.hpp"
#include "breath/sensors/pelvic_drift.hpp"
#include "support/lying_pelvis.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

using namespace crura;
using breath::PelvicDrift;
using test::goes_to;
using test::LyingPelvis;

namespace {

struct Watched {
    PelvicDrift drift{{}};
    BreathState state{};
    std::vector<Event> events{};

    Watched() { state.posture = Posture::supine; }

    void see(const Frame& frame)
    {
        drift(frame, frame.time, state);
        events.insert(events.end(), state.events.begin(), state.events.end());
        state.events.clear();
    }
    void see(LyingPelvis& person, double from_s, double to_s)
    {
        for (double t = from_s; t < to_s; t += 0.01)
            see(person.at(t));
    }
};

constexpr std::uint64_t kPeople = 12;

// For each of all people; `made` says what they do.
template <class Made>
int drifts(double for_s, Made made)
{
    int all = 0;
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        LyingPelvis person(seed);
        made(person);
        Watched watched;
        watched.see(person, 0, for_s);
        all += !watched.events.empty();
    }
    return all;
}

} // namespace

TEST_CASE("PelvicDrift reports a belly that turned and stays so, with the angle and since when")
{
    const double deg = GENERATE(5., -6., 10.);
    int found = 0;
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        LyingPelvis person(seed);
        person.belly_deg = goes_to(deg, 120, 130);
        Watched watched;
        watched.see(person, 0, 200);
        REQUIRE(watched.events.size() <= 1);
        if (watched.events.empty())
            continue;
        ++found;
        const Event& event = watched.events[0];
        CHECK(event.kind == EventKind::pelvic_drift);
        CHECK_FALSE(event.over);
        CHECK(event.evidence > 0.6 * std::fabs(deg)); // at first perhaps not all of it
        CHECK(event.evidence < std::fabs(deg) + 2);
        CHECK(to_seconds(event.start) == Approx(125).margin(20));
        CHECK(to_seconds(event.known_at) < 185);
    }
    CHECK(found >= 11);
}

TEST_CASE("PelvicDrift is over when the pelvis was let go, and comes again when it drifts again")
{
    LyingPelvis person(3);
    person.belly_deg = [](double t) { return (t > 120 && t < 200) || t > 320 ? 7. : 0.; };
    Watched watched;
    watched.see(person, 0, 400);
    REQUIRE(watched.events.size() == 3);
    CHECK(watched.events[1].over);
    CHECK(watched.events[1].start == watched.events[0].start);
    CHECK(watched.events[1].evidence == Approx(7).margin(2));
    CHECK(to_seconds(watched.events[1].known_at) == Approx(225).margin(10));
    CHECK_FALSE(watched.events[2].over);
}

TEST_CASE("PelvicDrift ends by itself where the person stays as they are")
{
    LyingPelvis person(4);
    person.belly_deg = goes_to(6, 120, 130);
    Watched watched;
    watched.see(person, 0, 1000);
    REQUIRE(watched.events.size() == 2);
    CHECK(watched.events[1].over);
}

TEST_CASE("PelvicDrift hears nothing in a turn that is not kept")
{
    CHECK(drifts(240,
                 [](LyingPelvis& person) {
                     person.belly_deg = [](double t) { return t > 120 && t < 132 ? 10. : 0.; };
                 })
          == 0);
}

TEST_CASE("PelvicDrift hears nothing in the breath: deeper, shallower, held, or long uneven")
{
    SECTION("deeper")
    {
        CHECK(drifts(300, [](auto& p) { p.depth = goes_to(2, 100, 110); }) == 0);
    }
    SECTION("three times as deep from one breath to the next")
    {
        CHECK(drifts(300, [](auto& p) { p.depth = [](double t) { return t < 120 ? 1. : 3.; }; })
              == 0);
    }
    SECTION("shallower")
    {
        CHECK(drifts(300, [](auto& p) { p.depth = [](double t) { return t < 120 ? 2. : 0.4; }; })
              == 0);
    }
    SECTION("held, full")
    {
        CHECK(drifts(240,
                     [](auto& p) {
                         p.belly_deg = goes_to(p.breath_deg(), 120, 121);
                         p.depth = [](double t) { return t < 120 ? 1. : 0.; };
                     })
              == 0);
    }
    SECTION("twenty minutes of breath")
    {
        CHECK(drifts(1200, [](auto&) {}) == 0);
    }
}

TEST_CASE("PelvicDrift hears nothing in a body that settles or turns as a whole")
{
    SECTION("settling, five degrees in ten minutes")
    {
        CHECK(drifts(720, [](auto& p) { p.belly_deg = goes_to(5, 60, 660); }) == 0);
    }
    SECTION("all of it, slowly")
    {
        CHECK(drifts(300, [](auto& p) { p.body_deg = goes_to(10, 120, 180); }) == 0);
    }
    SECTION("all of it, at once")
    {
        CHECK(drifts(300, [](auto& p) { p.body_deg = goes_to(10, 120, 121); }) == 0);
    }
    SECTION("all of it, and the belly somewhat more")
    {
        CHECK(drifts(300,
                     [](auto& p) {
                         p.body_deg = goes_to(2.3, 120, 130);
                         p.belly_deg = goes_to(1.9, 120, 130);
                     })
              == 0);
    }
    SECTION("the chest alone")
    {
        CHECK(drifts(300, [](auto& p) { p.chest_deg = goes_to(8, 120, 130); }) == 0);
    }
}

TEST_CASE("PelvicDrift still hears a drift after the whole body turned too little for a posture")
{
    LyingPelvis person(9);
    person.body_deg = goes_to(12, 120, 125);
    person.belly_deg = goes_to(8, 240, 250);
    Watched watched;
    watched.see(person, 0, 310);
    REQUIRE(watched.events.size() == 1);
    CHECK(to_seconds(watched.events[0].start) == Approx(245).margin(20));
}

TEST_CASE(
    "PelvicDrift looks neither while the body moves or trembles nor unless it lies on its back")
{
    LyingPelvis person(5);
    person.belly_deg = goes_to(8, 120, 130);
    Watched watched;
    watched.see(person, 0, 110);
    SECTION("moving")
    {
        watched.state.motion.level = 0.5;
    }
    SECTION("trembling")
    {
        watched.state.tremor.on = true;
    }
    SECTION("on a side")
    {
        watched.state.posture = Posture::left_side;
    }
    SECTION("not known how")
    {
        watched.state.posture = Posture::unknown;
    }
    watched.see(person, 110, 300);
    CHECK(watched.events.empty());
}

TEST_CASE("PelvicDrift begins anew when the posture changed, and ends what was on")
{
    LyingPelvis person(6);
    person.belly_deg = goes_to(8, 120, 130);
    Watched watched;
    watched.see(person, 0, 170);
    REQUIRE(watched.events.size() == 1);
    watched.state.events.push_back({.kind = EventKind::posture_change, .over = true});
    watched.see(person, 170, 175);
    REQUIRE(watched.events.size() == 3); // the change itself, and the end
    CHECK(watched.events[2].over);
    watched.see(person, 175, 400);
    CHECK(watched.events.size() == 3);
}

TEST_CASE("PelvicDrift needs both sensors, and a drift does not outlast them")
{
    const bool from_the_start = GENERATE(true, false);
    LyingPelvis person(7);
    person.belly_deg = goes_to(8, 120, 130);
    Watched watched;
    for (double t = 0; t < 300; t += 0.01) {
        Frame frame = person.at(t);
        if (from_the_start || t > 180)
            for (std::size_t i = 0; i < 3; ++i)
                frame.valid.reset(index_of({Band::thoracic, Quantity::acceleration_x + i}));
        watched.see(frame);
    }
    CHECK(watched.events.size() == (from_the_start ? 0 : 2));
}

TEST_CASE("Observer reports a drift of the pelvis from the samples of two motion sensors")
{
    LyingPelvis person(8, 10);
    person.belly_deg = goes_to(7, 120, 130);
    const auto observe = std::make_unique<breath::Observer>(breath::Observer::Params{});
    BreathState state;
    int begun = 0;
    for (double t = 0; t < 190; t += 0.01) {
        const Frame frame = person.at(t);
        std::vector<Sample> samples;
        for (const Band band : {Band::thoracic, Band::abdominal})
            for (std::size_t i = 0; i < 3; ++i) {
                const Channel channel{band, Quantity::acceleration_x + i};
                samples.push_back({frame.time, frame[channel], channel});
            }
        (*observe)(frame.time, samples, state);
        for (const Event& event : state.events)
            begun += event.kind == EventKind::pelvic_drift && !event.over;
    }
    CHECK(state.posture == Posture::supine);
    CHECK(begun == 1);
}
