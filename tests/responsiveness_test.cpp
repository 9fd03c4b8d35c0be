#include "support/watched.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace crura;
using namespace crura::test;

TEST_CASE("Guard: silent sensors ask for a look after five seconds and for nothing more")
{
    Watched one;
    one.plan = {true, 2min, 5min};
    one.breath.tremor.on = true;
    one.pass(1min);
    one.breath[Band::abdominal].valid = false;
    one.pass(4900ms);
    CHECK(one.state.alert == Alert::none);
    one.pass(200ms);
    CHECK(one.state.alert == Alert::look);
    CHECK(one.last_decision().kind == DecisionKind::signal_lost);
    CHECK(one.last_decision().ground == Ground::silence_s);
    CHECK(one.last_decision().limit == 5);
    one.breath.tremor.on = false;
    one.pass(1h);
    CHECK(one.decisions.size() == 1);
    CHECK(one.commanded.empty());
    CHECK(one.session.said.empty());
    one.breath[Band::abdominal].valid = true;
    one();
    CHECK(one.state.alert == Alert::none);
}

TEST_CASE("Guard: nobody's time to answer runs out while the sensors are silent")
{
    Watched one;
    one.pass(1min);
    one.freeze();
    one.pass(5s);
    REQUIRE(one.state.awaiting_response);
    const Duration left = one.state.response_left;
    one.breath[Band::abdominal].valid = false;
    one.pass(10min);
    CHECK(one.state.response_left == left);
    one.breath[Band::abdominal].valid = true;
    one.pass(30s);
    CHECK(one.commanded == std::vector{Command::brake});
}

TEST_CASE("Guard: who may be frozen is asked, and asked again, and then braked")
{
    Watched one;
    one.pass(1min);
    one.freeze(40);
    one();
    CHECK(one.state.freeze_suspected);
    CHECK(one.state.alert == Alert::look);
    REQUIRE(one.decisions.size() == 2);
    CHECK(one.decisions[0].kind == DecisionKind::suspect_freeze);
    CHECK(one.decisions[0].ground == Ground::stillness_s);
    CHECK(one.decisions[0].value == Approx(40).margin(0.1));
    CHECK(one.decisions[1].kind == DecisionKind::ask_response);
    CHECK(one.decisions[1].ground == Ground::stillness_s);

    one.pass(1min);
    const double asked_s = one.said_at(Phrase::are_you_here);
    const double again_s = one.said_at(Phrase::still_here);
    CHECK(again_s - asked_s == Approx(15).margin(0.2));
    CHECK(one.said_at(Phrase::ground_knees) - again_s == Approx(15).margin(0.2));
    CHECK(one.count(DecisionKind::response_missed) == 2);
    CHECK(one.commanded == std::vector{Command::brake});
    CHECK(one.state.alert == Alert::act);
    const Decision why = one.last_decision();
    CHECK(why.kind == DecisionKind::brake);
    CHECK(why.ground == Ground::missed);
    CHECK(why.value == 2);
    CHECK(why.limit == 2);

    one.pass(1h);
    CHECK(one.commanded.size() == 1); // and never resumed
    one(Command::resume);
    one();
    CHECK(one.state.missed_responses == 0);
    CHECK_FALSE(one.state.freeze_suspected);
    CHECK(one.state.alert == Alert::none);
}

TEST_CASE("Guard: stillness too short to worry about is waited for")
{
    Watched one;
    one.pass(1min);
    one.freeze(10);
    one.pass(19s);
    CHECK(one.decisions.empty());
    SECTION("and asked about when it lasts")
    {
        one.pass(2s);
        CHECK(one.count(DecisionKind::suspect_freeze) == 1);
    }
    SECTION("and forgotten when it ends")
    {
        one.breath.events.push_back({EventKind::freeze, one.now, one.now, one.now, 29, true});
        one.pass(10min);
        CHECK(one.decisions.empty());
    }
}

TEST_CASE("Guard: a person answers with whatever they can ask for")
{
    const Command command =
        GENERATE(Command::here, Command::mark, Command::next, Command::dizzy, Command::recalibrate,
                 Command::calibrate_leave, answer(0), answer(6), Command::skip_question,
                 Command::pause, Command::end, Command::resume);
    const auto asked_ago = GENERATE(1s, 12s, 20s); // to the second question as well
    Watched one;
    one.pass(1min);
    one.freeze();
    one.pass(asked_ago);
    REQUIRE(one.state.awaiting_response);
    one(command);
    CHECK_FALSE(one.state.awaiting_response);
    CHECK(one.state.missed_responses == 0);
    one.pass(20min);
    CHECK(one.commanded.empty());
    CHECK(one.count(Phrase::thank_you) == (command == Command::here ? 1 : 0));
    CHECK(one.state.alert == Alert::none);
}

TEST_CASE("Guard: two short breaths answer when they were taken after the question")
{
    Watched one;
    one.pass(1min);
    one.freeze();
    one.pass(6s);
    SECTION("taken before it")
    {
        one.short_breaths(7s);
        one();
        CHECK(one.state.awaiting_response);
    }
    SECTION("taken after it")
    {
        one.short_breaths(4s);
        one();
        CHECK_FALSE(one.state.awaiting_response);
        CHECK(one.last_decision().kind == DecisionKind::response_heard);
        one.pass(5s);
        CHECK(one.count(Phrase::thank_you) == 1);
    }
}

TEST_CASE("Guard: a freeze that was answered for is not asked about again, nor the next within two "
          "minutes")
{
    Watched one;
    one.pass(1min);
    one.freeze();
    one.pass(5s);
    one(Command::here);
    one.pass(1min);
    CHECK(one.count(DecisionKind::suspect_freeze) == 1);
    one.freeze();
    one.pass(58s);
    CHECK(one.count(DecisionKind::suspect_freeze) == 1);
    one.pass(5s);
    CHECK(one.count(DecisionKind::suspect_freeze) == 2);
}

TEST_CASE("Guard: the time to answer begins when the words were said")
{
    Watched one;
    one.session.slow = 40s;
    one.pass(1min);
    one.freeze();
    one.pass(52s); // said 12 s ago
    CHECK(one.count(DecisionKind::response_missed) == 0);
    one.pass(4s);
    CHECK(one.count(DecisionKind::response_missed) == 1);
}

TEST_CASE("Guard: words that are never said count against nobody, and are wished for again")
{
    Watched one;
    one.session.mute = true;
    one.pass(1min);
    one.freeze();
    one.pass(1h);
    CHECK(one.commanded.empty());
    CHECK(one.count(DecisionKind::response_missed) == 0);
    CHECK(one.state.alert == Alert::look);
    CHECK(one.state.freeze_suspected);
    one.session.mute = false;
    one.pass(3min);
    CHECK(one.commanded == std::vector{Command::brake});
}

TEST_CASE("Guard: who trembles, or lies still after it, is asked on schedule")
{
    Watched one;
    one.plan = {true, 5min, {}};
    one.pass(30min); // long before any tremor
    CHECK(one.session.said.empty());
    one.breath.tremor.on = true;
    one.pass(1min);
    one.breath.tremor.on = false;
    one.pass(239s);
    CHECK(one.session.said.empty());

    SECTION("after five minutes of both")
    {
        one.pass(2s);
        CHECK(one.count(Phrase::are_you_here) == 1);
        CHECK(one.last_decision().kind == DecisionKind::ask_response);
        CHECK(one.last_decision().ground == Ground::schedule_s);
        CHECK(one.last_decision().limit == 300);
        CHECK(one.state.alert == Alert::none);
        one(Command::here);
        one.pass(299s);
        CHECK(one.count(Phrase::are_you_here) == 1);
        one.pass(2s);
        CHECK(one.count(Phrase::are_you_here) == 2);
    }
    SECTION("not when they asked for something themselves")
    {
        one(Command::mark);
        one.pass(299s);
        CHECK(one.count(Phrase::are_you_here) == 0);
        one.pass(2s);
        CHECK(one.count(Phrase::are_you_here) == 1);
    }
    SECTION("not when they sit or stand")
    {
        one.breath.posture = GENERATE(Posture::upright, Posture::sitting, Posture::standing);
        one.pass(1h);
        CHECK(one.count(Phrase::are_you_here) == 0);
    }
    SECTION("not while they move")
    {
        one.breath.motion.level = 0.7;
        one.pass(1h);
        CHECK(one.count(Phrase::are_you_here) == 0);
    }
    SECTION("not in a pause, nor at once after it")
    {
        one(Command::pause);
        one.pass(1h);
        one(Command::resume);
        one.pass(299s);
        CHECK(one.count(Phrase::are_you_here) == 0);
    }
    SECTION("not at once after a pause that somebody else began and ended")
    {
        one.session(one.now, std::array{Command::pause}, {});
        one.pass(1min);
        one.session(one.now, std::array{Command::resume}, {});
        one.pass(299s);
        CHECK(one.count(Phrase::are_you_here) == 0);
    }
    SECTION("and a first miss is worth a look")
    {
        one.pass(2s + 16s);
        CHECK(one.state.missed_responses == 1);
        CHECK(one.state.alert == Alert::look);
    }
    SECTION("never when nobody asked for it")
    {
        one.plan.response_every = {};
        one.pass(2h);
        CHECK(one.count(Phrase::are_you_here) == 0);
    }
}

TEST_CASE("Guard: a moment of shaking long ago does not make lying still a reason to ask")
{
    Watched one;
    one.plan = {true, 5min, {}};
    one.breath.tremor.on = true;
    one.pass(8s);
    one.breath.tremor.on = false;
    one.pass(1h);
    CHECK(one.session.said.empty());
}
