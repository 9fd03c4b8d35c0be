#include "support/watched.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <random>
#include <tuple>
#include <vector>

using namespace crura;
using namespace crura::test;

TEST_CASE("Guard: a brake is grounded in the very tick in which it is pressed")
{
    Watched one;
    SECTION("in a release session")
    {
        one.pass(1min);
    }
    SECTION("in any other session")
    {
        one.plan = {};
    }
    SECTION("in the first tick of all") {}
    SECTION("while paused")
    {
        one(Command::pause), one.pass(1min);
    }
    SECTION("when the session is over")
    {
        one(Command::end), one.pass(1min);
    }
    SECTION("while a question is open")
    {
        one.freeze(), one.pass(5s);
    }
    SECTION("while the sensors are silent")
    {
        one.breath = {}, one.pass(1min);
    }
    SECTION("in the middle of a hold")
    {
        one.hold(EventKind::hold), one.pass(15s);
    }

    one(Command::brake);
    CHECK(has(one.wishes, Phrase::ground_knees));
    CHECK(one.state.alert == Alert::act);
    CHECK(one.last_decision().kind == DecisionKind::brake);
    CHECK(one.last_decision().ground == Ground::asked);
    one();
    CHECK(one.state.alert == Alert::act);
    CHECK(one.count(DecisionKind::brake) == 1);
}

TEST_CASE("Guard: a brake that only the session knows of is grounded in the next tick")
{
    Watched one;
    one.session.state.running = false;
    one.session.state.braked = true;
    one();
    CHECK(has(one.wishes, Phrase::ground_knees));
    CHECK(one.state.alert == Alert::act);
}

TEST_CASE("Guard: grounding is knees, eyes, floor and a look around, three reminders, then silence "
          "until it is resumed")
{
    Watched one;
    one(Command::brake);
    const double braked_s = to_seconds(one.now);
    one.pass(1h);
    const std::vector<std::pair<Phrase, double>> expected = {
        {Phrase::ground_knees, 0},  {Phrase::ground_eyes, 9},   {Phrase::ground_floor, 18},
        {Phrase::ground_name, 40},  {Phrase::ground_knees, 70}, {Phrase::ground_eyes, 100},
        {Phrase::ground_floor, 130}};
    REQUIRE(one.session.said.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(one.session.said[i].phrase == expected[i].first);
        CHECK(to_seconds(one.session.said[i].time) - braked_s
              == Approx(expected[i].second).margin(0.1));
    }
    CHECK(one.state.alert == Alert::act);
    CHECK(one.commanded.empty());

    SECTION("and it begins anew for who presses the brake again")
    {
        one(Command::brake);
        CHECK(has(one.wishes, Phrase::ground_knees));
    }
    SECTION("and is over with the brake")
    {
        one(Command::resume);
        one.pass(1h);
        CHECK(one.session.said.size() == expected.size());
        CHECK(one.state.alert == Alert::none);
    }
}

TEST_CASE("Guard: a brake pressed again while it is grounded changes nothing")
{
    Watched one;
    one(Command::brake);
    for (int i = 0; i < 20; ++i) {
        one.pass(1s);
        one(Command::brake);
    }
    CHECK(one.count(Phrase::ground_knees) == 1);
    CHECK(one.count(Phrase::ground_floor) == 1);
}

TEST_CASE("Guard: a session without a plan is left alone, whatever the body does")
{
    Watched one;
    one.plan = {false, 1min, 1min};
    one.tremor_steps = {0};
    one.breath.tremor.on = true;
    one.hold(EventKind::inspiratory_hold);
    one.freeze();
    one.pass(10min);
    CHECK(one.session.said.empty());
    CHECK(one.decisions.empty());
    CHECK(one.commanded.empty());
    CHECK_FALSE(one.state.on);
    CHECK(one.state.alert == Alert::none);
    CHECK(one.state.tremor_time == 0s);
}

TEST_CASE("Guard: a computer that slept for an hour has missed nothing")
{
    Watched one;
    one.pass(1min);
    one.breath.tremor.on = true;
    one.hold(EventKind::hold, 8);
    one.freeze();
    one.pass(5s);
    REQUIRE(one.state.awaiting_response);
    one.now += 1h;
    one.breath.hold.held_s += 3600;
    one();
    CHECK(one.commanded.empty());
    CHECK(one.count(DecisionKind::response_missed) == 0);
    CHECK(one.state.tremor_time < 10s);
    CHECK(one.state.held_s < 70);
}

namespace {

// What a storm does in one tick: the body and the person do anything at any time.
struct Storm {
    std::minstd_rand random;
    explicit Storm(unsigned seed) : random(seed) {}

    bool chance(double an_hour)
    {
        return std::uniform_real_distribution()(random) < an_hour / 72e3;
    }
    int any(int below) { return std::uniform_int_distribution(0, below - 1)(random); }

    std::vector<Command> operator()(Watched& one, double presses_an_hour)
    {
        if (chance(60))
            one.hold(std::array{EventKind::inspiratory_hold, EventKind::expiratory_hold,
                                EventKind::hold, EventKind::isovolume_hold}[std::size_t(any(4))],
                     8 + any(10));
        if (chance(200))
            one.let_go();
        if (chance(60))
            one.breath.tremor.on = !one.breath.tremor.on;
        if (chance(60))
            one.freeze(any(90));
        if (chance(60))
            one.short_breaths(from_seconds(any(9)));
        if (chance(30))
            one.breath[Band::abdominal].valid = !one.breath[Band::abdominal].valid;
        if (chance(30))
            one.breath.motion.level = any(2);
        if (chance(10))
            one.now += 10min;
        one.tremor_steps = {0, 1, 4, 7};
        std::vector<Command> commands;
        while (chance(presses_an_hour) && commands.size() < 4)
            commands.push_back(any(3) == 0 ? Command::resume
                                           : Command(any(int(Command::skip_question) + 1)));
        std::erase(commands, Command::end);
        return commands;
    }
};

} // namespace

TEST_CASE("Guard: no storm of commands makes it talk without end, resume, or forget to ground")
{
    const double presses_an_hour = GENERATE(60., 600., 30e3);
    const unsigned seed = GENERATE(1u, 2u, 3u);
    CAPTURE(presses_an_hour, seed);
    Watched one;
    one.plan = {true, 2min, 3min};
    Storm storm(seed);
    std::map<Phrase, Time> last;
    std::vector<Time> grounded{time_from_seconds(0)};
    std::vector<Time> spoken;
    const auto gap_of = [](Phrase phrase) {
        return is_grounding(phrase)                                           ? 9s
            : phrase == Phrase::tone || phrase == Phrase::let_it_out          ? 30s
            : phrase == Phrase::are_you_here                                  ? 60s
            : phrase == Phrase::still_here || phrase == Phrase::tremor_enough ? 13s
                                                                              : 1s;
    };
    for (int i = 0; i < 72'000; ++i) { // an hour
        const bool was_braked = one.session.state.braked;
        const auto commands = storm(one, presses_an_hour);
        one(commands);
        const Time spoke_last = grounded.back();
        for (const Phrase phrase : one.wishes.phrases) {
            if (last.contains(phrase) && one.now - last[phrase] < gap_of(phrase) - 50ms)
                FAIL_CHECK(name_of(phrase) << " after " << to_seconds(one.now - last[phrase]));
            last[phrase] = one.now;
            spoken.push_back(one.now);
            if (is_grounding(phrase))
                grounded.push_back(one.now);
        }
        if (one.session.state.braked && !was_braked) {
            if (one.now != grounded.back() && one.now - spoke_last > 9s)
                FAIL_CHECK("not grounded at " << to_seconds(one.now));
            if (one.state.alert != Alert::act)
                FAIL_CHECK("nobody was told at " << to_seconds(one.now));
        }
    }
    for (const Command command : one.commanded)
        if (command != Command::brake && command != Command::next)
            FAIL_CHECK("commanded " << int(command));
    std::size_t most = 0;
    for (std::size_t from = 0, to = 0; to < spoken.size(); ++to) {
        while (spoken[to] - spoken[from] > 1min)
            ++from;
        most = std::max(most, to - from + 1);
    }
    INFO("phrases: " << spoken.size());
    CHECK(most <= 12);
    CHECK(spoken.size() > 20); // or the storm proves nothing
}

TEST_CASE("Guard: a copy goes on from where it was taken")
{
    const unsigned seed = GENERATE(4u, 5u);
    Watched one;
    one.plan = {true, 2min, 3min};
    Storm storm(seed);
    for (int i = 0; i < 30'000; ++i)
        one(storm(one, 200));
    Watched copy = one;
    Storm same = storm;
    for (int i = 0; i < 30'000; ++i) {
        one(storm(one, 200));
        copy(same(copy, 200));
    }
    const auto all = [](const Watched& of) {
        std::vector<std::tuple<int, Time, double, double>> decisions;
        for (const Decision& d : of.decisions)
            decisions.emplace_back(int(d.kind), d.time, d.value, d.limit);
        return decisions;
    };
    CHECK(all(one) == all(copy));
    CHECK(one.commanded == copy.commanded);
    CHECK(one.session.said.size() == copy.session.said.size());
    CHECK(one.state.tremor_time == copy.state.tremor_time);
    CHECK(one.decisions.size() > 20);
}
