#include "breath/events/holds.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;
using breath::Holds;

namespace {

// A breath every 5 s in chest and belly, until it stops at `held_from_s`.
struct TwoBands {
    std::array<double, kBands> gain{1, 1}; // sensor units of a usual breath's volume
    double share = 0.6;                    // of the belly
    Partition partition = Partition::uncalibrated;
    double held_from_s = 62.25; // full
    double to_s = 90;
    double paradox = 0; // of the chest's breath, that goes the other way round

    double breath(double t) const
    {
        if (t > held_from_s)
            t = std::max(held_from_s, t - (to_s - held_from_s));
        return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 5);
    }

    // `shift`: volume that has moved from belly to chest.
    std::array<double, kBands> levels(double t, double shift) const
    {
        const double volume = breath(t);
        return {gain[0] * ((1 - share) * (1 - paradox) * volume + shift),
                gain[1] * (share * volume - shift)};
    }

    Breath whole(double) const
    {
        const double chest = gain[0] * (1 - share), belly = gain[1] * share;
        Breath breath;
        breath.inspiratory_time_s = breath.expiratory_time_s = 2.5;
        breath.amplitude = {Estimate{chest * (1 - paradox), 0, true}, Estimate{belly, 0, true}};
        breath.partition = partition;
        const bool calibrated = partition == Partition::calibrated;
        breath.abdominal_share = {calibrated ? share : belly / (belly + chest), 0, true};
        breath.opposed_deg = {paradox > 1 ? 170. : 10., 0, true};
        return breath;
    }
};

struct Heard {
    std::vector<Event> events;
    std::vector<Hold> hold; // ten a second
};

Heard hear(const TwoBands& body, const std::function<double(double)>& shift, double until_s = 120,
           bool both = true)
{
    Holds detect({});
    Heard heard;
    BreathState state;
    state.phase = Phase::expiration;
    state.band[0].valid = both;
    state.band[1].valid = true;
    for (int i = 0; i < int(until_s * 100); ++i) {
        const double t = i / 100.;
        const auto level = body.levels(t, shift(t));
        for (std::size_t b = 0; b < kBands; ++b)
            state.band[b].level = level[b] + (b == 0 ? 1800 : 500);
        const auto usual = body.whole(t).amplitude;
        state.displacement = both
            ? 0.6 * level[0] / usual[0].value + 0.4 * level[1] / usual[1].value
            : level[1] / usual[1].value;
        state.events.clear();
        const bool breathes = t < body.held_from_s || t > body.to_s;
        if (i % 500 == 499 && breathes)
            detect.learn(body.whole(t));
        detect(time_from_seconds(t), state);
        heard.events.insert(heard.events.end(), state.events.begin(), state.events.end());
        if (i % 10 == 0)
            heard.hold.push_back(state.hold);
    }
    return heard;
}

// To and fro between `from_s` and `to_s`.
std::function<double(double)> swing(double from_s, double to_s, double size = 0.3,
                                    double period_s = 4)
{
    return [=](double t) {
        const bool now = t > from_s && t < to_s;
        return now ? size * std::sin(2 * std::numbers::pi * (t - from_s) / period_s) : 0;
    };
}

const auto kStill = [](double) { return 0.; };

} // namespace

TEST_CASE("A hold in which chest and belly move against each other is an isovolume hold")
{
    const double share = GENERATE(0.35, 0.5, 0.65);
    const TwoBands body = GENERATE(TwoBands{}, TwoBands{.gain = {30, 12}},
                                   TwoBands{.gain = {40, 10}, .partition = Partition::calibrated});
    TwoBands held = body;
    held.share = share;
    const double size = GENERATE(0.15, 0.4);
    const auto heard = hear(held, swing(62.25, 90, size));
    CAPTURE(share, held.gain[0], size);
    REQUIRE(heard.events.size() == 2);
    CHECK(heard.events[0].kind == EventKind::isovolume_hold);
    CHECK(to_seconds(heard.events[0].start) == Approx(62.25).margin(1));
    CHECK(to_seconds(heard.events[0].known_at) == Approx(65.5).margin(1.2));
    CHECK(heard.events[1].over);
    CHECK(to_seconds(heard.events[1].end) == Approx(90).margin(1));
}

TEST_CASE("A quiet hold stays what it is, though the heart beats against it")
{
    const auto heard = hear({}, swing(62.25, 90, 0.04, 0.9));
    REQUIRE(heard.events.size() == 2);
    CHECK(heard.events[0].kind == EventKind::inspiratory_hold);
}

TEST_CASE("A quiet hold that becomes an isovolume one is told as two, and held for the sum of both")
{
    const auto heard = hear({}, swing(74, 90));
    REQUIRE(heard.events.size() == 4);
    CHECK(heard.events[0].kind == EventKind::inspiratory_hold);
    CHECK(heard.events[2].kind == EventKind::isovolume_hold);
    CHECK(to_seconds(heard.events[1].end) == Approx(74).margin(1.5));
    CHECK(to_seconds(heard.events[2].start) == Approx(74).margin(1.5));
    CHECK(heard.hold[700].held_s == Approx(70 - 62.25).margin(1));
    CHECK(heard.hold[880].kind == EventKind::isovolume_hold);
    CHECK(heard.hold[880].held_s == Approx(88 - 62.25).margin(1.5));
    CHECK_FALSE(heard.hold[950].on);
    CHECK(heard.hold[950].held_s == 0);
}

TEST_CASE("Movement that shifts no air ends no isovolume hold, a breath does")
{
    const auto heard = hear({.to_s = 80}, swing(62.25, 110));
    REQUIRE(heard.events.size() >= 2);
    CHECK(heard.events[1].over);
    CHECK(to_seconds(heard.events[1].end) == Approx(80).margin(1));
}

TEST_CASE("Bands that oppose each other and move air are no isovolume hold")
{
    const auto isovolume = [](const Heard& heard) {
        for (const auto& event : heard.events)
            if (event.kind == EventKind::isovolume_hold)
                return true;
        return false;
    };
    SECTION("the belly moves more than the chest takes")
    {
        TwoBands body{.partition = Partition::calibrated, .held_from_s = 1e9, .to_s = 1e9};
        body.share = 0.8;
        const auto shift = [&](double t) { return t > 60 ? -0.5 * body.breath(t) : 0; };
        CHECK_FALSE(isovolume(hear(body, shift)));
    }
    SECTION("they usually do")
    {
        const TwoBands body{.held_from_s = 1e9, .to_s = 1e9, .paradox = 2};
        CHECK_FALSE(isovolume(hear(body, kStill)));
    }
    SECTION("one band alone opposes nothing")
    {
        CHECK_FALSE(isovolume(hear({}, swing(62.25, 90), 120, false)));
    }
    SECTION("ordinary breath with a lag of the chest")
    {
        const TwoBands body{.held_from_s = 1e9, .to_s = 1e9};
        const auto lag = [](double t) { return 0.15 * std::sin(2 * std::numbers::pi * t / 5); };
        CHECK(hear(body, lag).events.empty());
    }
}

TEST_CASE("How long the breath may be held follows the person's own pauses")
{
    breath::Pauses pauses({});
    const auto learn = [&](double pause_s, int times) {
        for (int i = 0; i < times; ++i)
            pauses.learn(pause_s);
    };
    learn(0, 7);
    CHECK(pauses.limit_s() == 0); // not known yet
    learn(0, 1);
    CHECK(pauses.limit_s() == 8);
    learn(6, 40);
    CHECK(pauses.limit_s() == Approx(10));
    SECTION("a longer one now and then changes nothing")
    {
        learn(9, 2);
        CHECK(pauses.limit_s() == Approx(10));
    }
    SECTION("holds beyond it are not learnt, however many")
    {
        learn(25, 100);
        CHECK(pauses.limit_s() == Approx(10));
    }
    SECTION("nobody is let go on for ever")
    {
        for (int i = 0; i < 400; ++i)
            pauses.learn(pauses.limit_s());
        CHECK(pauses.limit_s() == 20);
    }
    SECTION("and it comes back")
    {
        learn(0, 40);
        CHECK(pauses.limit_s() == 8);
    }
}

TEST_CASE("The limit is learnt from the rests of a slow breather")
{
    const auto slow = [](double rest_s) {
        Holds detect({});
        BreathState state;
        state.phase = Phase::expiration;
        state.band[0].valid = true;
        for (int i = 0; i < 100 * 12 * 20; ++i) {
            const double u = std::fmod(i / 100., 12.) / (12 - rest_s);
            state.displacement = u < 1 ? 0.5 - 0.5 * std::cos(2 * std::numbers::pi * u) : 0;
            state.events.clear();
            if (i % 1200 == 100)
                detect.learn({});
            detect(time_from_seconds(i / 100.), state);
        }
        return state.hold.limit_s;
    };
    CHECK(slow(2) == Approx(8).margin(0.6));
    CHECK(slow(6) == Approx(11.2).margin(0.8)); // the slow end of the breath is still as well
}

TEST_CASE("A hold is known as what it is though the sensor leaks back to its mean")
{
    Holds detect({});
    BreathState state;
    state.phase = Phase::expiration;
    state.band[0].valid = true;
    const double held_at_s = 62.3, hold_s = 15;
    std::vector<Event> events;
    double level = 0;
    for (int i = 0; i < 90 * 100; ++i) {
        const double t = i / 100.;
        const double breath = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 5);
        const bool held = t > held_at_s && t < held_at_s + hold_s;
        level = held ? level + 0.01 / 16 * (0.35 - level) : breath;
        state.displacement = level;
        state.events.clear();
        detect(time_from_seconds(t), state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == EventKind::inspiratory_hold);
    CHECK(to_seconds(events[0].start) == Approx(held_at_s).margin(1));
    CHECK(to_seconds(events[1].end) == Approx(held_at_s + hold_s).margin(1));
}

TEST_CASE("After the body has turned over nothing is a hold until it has breathed fairly again")
{
    const bool turns = GENERATE(true, false);
    Holds detect({});
    BreathState state;
    state.phase = Phase::expiration;
    state.band[0].valid = true;
    std::vector<Event> events;
    const TwoBands body{.held_from_s = 1e9, .to_s = 1e9};
    for (int i = 0; i < 200 * 100; ++i) {
        const double t = i / 100.;
        state.motion.level = turns && t > 60 && t < 64 ? 1 : 0;
        const bool holds = (t > 72.4 && t < 80) || (t > 152.4 && t < 160);
        if (!holds)
            state.displacement = body.breath(t);
        if (t > 64 && t < 90 && !holds)
            state.displacement *= 0.5; // the scale does not fit yet
        state.events.clear();
        if (i % 500 == 0)
            detect.learn({});
        detect(time_from_seconds(t), state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    std::vector<double> told_s;
    for (const auto& event : events)
        if (!event.over)
            told_s.push_back(to_seconds(event.start));
    CAPTURE(turns);
    REQUIRE_FALSE(told_s.empty());
    CHECK(told_s.back() == Approx(152.4).margin(1));
    CHECK((told_s.front() < 80) == !turns);
}

TEST_CASE("While it is held the breath stays where it was, though the scale is found anew")
{
    Holds detect({});
    BreathState state;
    state.phase = Phase::expiration;
    state.band[0].valid = true;
    state.band[0].tidal_amplitude = 200;
    std::vector<Event> events;
    const TwoBands body{.held_from_s = 62.3, .to_s = 82};
    for (int i = 0; i < 100 * 100; ++i) {
        const double t = i / 100., volume = body.breath(t);
        state.band[0].level = 1800 + 200 * volume;
        state.displacement = t > 70 && t < 90 ? volume - 0.6 : volume;
        state.band[0].displacement = state.displacement;
        state.events.clear();
        detect(time_from_seconds(t), state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    REQUIRE(events.size() >= 2);
    CHECK(events[0].kind == EventKind::inspiratory_hold);
    CHECK(to_seconds(events[1].end) == Approx(82).margin(1));
}
