#include "breath/events/short_breaths.hpp"
#include "core/breath_state.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

struct OneBreath {
    double time_s = 4.5;
    double height = 1;
    double rest_s = 0.3;
};

// The events of breaths that follow each other.
class Told {
public:
    void operator()(const OneBreath& one, int times = 1)
    {
        for (int i = 0; i < times; ++i) {
            const double start_s = now_s_;
            for (; now_s_ < start_s + one.time_s; now_s_ += 0.01)
                tick(one, (now_s_ - start_s) / (one.time_s - one.rest_s));
        }
    }

    double now_s() const { return now_s_; }
    std::vector<Event> events;
    double motion = 0;

private:
    void tick(const OneBreath& one, double u)
    {
        state_.phase = Phase::inspiration;
        state_.motion.level = motion;
        const double ripple = 0.02 * std::sin(2 * std::numbers::pi * 1.1 * now_s_);
        state_.displacement =
            (u < 1 ? one.height * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * u)) : 0) + ripple;
        state_.events.clear();
        detect_(time_from_seconds(now_s_), state_);
        events.insert(events.end(), state_.events.begin(), state_.events.end());
    }

    breath::ShortBreaths detect_{{}};
    BreathState state_;
    double now_s_ = 0;
};

} // namespace

TEST_CASE("Two short breaths are a yes, known about a second after the second")
{
    const double usual_s = GENERATE(3.5, 4.5, 8.);
    const double short_s = GENERATE(1., 1.6);
    const double height = GENERATE(0.5, 1.);
    Told told;
    told({.time_s = usual_s}, 8);
    const double from_s = told.now_s();
    told({.time_s = short_s, .height = height, .rest_s = 0.1}, 2);
    const double to_s = told.now_s();
    SECTION("before a pause")
    {
        told({.time_s = 3, .height = 0});
    }
    SECTION("before ordinary breath") {}
    told({.time_s = usual_s}, 4);
    CAPTURE(usual_s, short_s, height);
    REQUIRE(told.events.size() == 1);
    const Event& yes = told.events[0];
    CHECK(yes.kind == EventKind::short_breaths);
    CHECK(yes.over);
    CHECK(to_seconds(yes.start) == Approx(from_s).margin(0.6));
    CHECK(to_seconds(yes.end) == Approx(to_s).margin(0.6));
    CHECK(to_seconds(yes.known_at) < to_s + 1.1);
    CHECK(yes.evidence == Approx(2 * short_s).margin(0.8));
}

TEST_CASE("One short breath, many of them, and breaths of other kinds are no yes")
{
    Told told;
    told({}, 8);
    SECTION("one")
    {
        told({.time_s = 1.5});
    }
    SECTION("three, and panting")
    {
        told({.time_s = 1.4, .rest_s = 0.1}, 3);
        told({}, 4);
        told({.time_s = 1.2, .rest_s = 0.1}, 20);
    }
    SECTION("not short enough")
    {
        told({.time_s = 3.4}, 2);
    }
    SECTION("flutters")
    {
        told({.time_s = 1.2, .height = 0.15}, 2);
    }
    SECTION("two deep gasps")
    {
        told({.time_s = 1.8, .height = 2.5}, 2);
    }
    SECTION("a body that moves")
    {
        told.motion = 0.8;
        told({.time_s = 1.5, .rest_s = 0.1}, 2);
        told.motion = 0;
    }
    told({}, 6);
    CHECK(told.events.empty());
}

TEST_CASE("Before the usual breath is known nothing is a yes")
{
    Told told;
    told({}, 2);
    told({.time_s = 1.5, .rest_s = 0.1}, 2);
    told({}, 4);
    CHECK(told.events.empty());
}
