#include "support/watched.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using namespace crura::test;

TEST_CASE("Guard: minutes of tremor are those detected while the session runs")
{
    Watched one;
    one.plan = {true, {}, 10min};
    const auto tremble = [&](Duration time) {
        one.breath.tremor.on = true;
        one.pass(time);
        one.breath.tremor.on = false;
    };
    tremble(2min);
    one.pass(10min);
    tremble(1min);
    one(Command::pause);
    tremble(30min);
    one(Command::resume);
    tremble(30s);
    CHECK(to_seconds(one.state.tremor_time) == Approx(210).margin(0.3));
    CHECK(one.state.tremor_limit == 10min);
    CHECK(one.session.said.empty());
}

TEST_CASE("Guard: the step of tremor is over when the minutes agreed on are used up")
{
    Watched one;
    one.plan = {true, {}, 5min};
    one.breath.tremor.on = true;
    one.tremor_steps = {0, 1};

    one.pass(239s);
    CHECK(one.decisions.empty());
    CHECK(one.state.alert == Alert::none);
    one.pass(2s);
    CHECK(one.last_decision().kind == DecisionKind::tremor_nearly_full);
    CHECK(one.last_decision().limit == 240);
    CHECK(one.state.alert == Alert::look);

    one.pass(58s);
    CHECK(one.commanded.empty());
    one.pass(2s);
    CHECK(one.last_decision().kind == DecisionKind::tremor_full);
    CHECK(one.last_decision().ground == Ground::tremor_s);
    CHECK(one.last_decision().value == Approx(300).margin(0.1));
    CHECK(one.last_decision().limit == 300);
    CHECK(one.count(Phrase::tremor_enough) == 1);
    // And so is another such step right behind it, but not the one after these.
    CHECK(one.commanded == std::vector{Command::next, Command::next});
    CHECK(one.session.state.step == 2);
}

TEST_CASE("Guard: no step but that of tremor is left, and none twice")
{
    Watched one;
    one.plan = {true, {}, 1min};
    one.breath.tremor.on = true;
    SECTION("another step")
    {
        one.pass(10min);
        CHECK(one.commanded.empty());
        CHECK(one.count(Phrase::tremor_enough) == 2);
    }
    SECTION("one that the person leaves in the same tick")
    {
        one.pass(60s);
        one.tremor_steps = {0};
        REQUIRE(one.count(DecisionKind::tremor_full) == 0);
        one(Command::next);
        CHECK(one.count(DecisionKind::tremor_full) == 1);
        one.pass(10s);
        CHECK(one.commanded.empty());
        CHECK(one.session.state.step == 1);
    }
    SECTION("one that goes on because nobody obeys")
    {
        one.tremor_steps = {0};
        one.pass(59s);
        for (int i = 0; i < 1000; ++i) {
            one();
            one.session.state.step = 0;
        }
        CHECK(one.commanded.size() == 1);
    }
}

TEST_CASE(
    "Guard: tremor that goes on is told once more after two minutes, and never again, and the "
    "therapist is asked to act")
{
    Watched one;
    one.plan = {true, {}, 5min};
    one.breath.tremor.on = true;
    one.pass(5min + 29s);
    CHECK(one.state.alert == Alert::look);
    one.pass(2s);
    CHECK(one.state.alert == Alert::act);
    CHECK(one.last_decision().kind == DecisionKind::tremor_lasts);
    CHECK(one.last_decision().limit == 330);
    one.pass(1h);
    REQUIRE(one.session.said.size() == 2);
    CHECK(one.session.said[0].phrase == Phrase::tremor_enough);
    CHECK(one.session.said[1].phrase == Phrase::tremor_enough);
    CHECK(to_seconds(one.session.said[1].time - one.session.said[0].time)
          == Approx(120).margin(0.2));
    CHECK(one.count(DecisionKind::tremor_lasts) == 1);
    CHECK(one.commanded.empty());

    one.breath.tremor.on = false;
    one();
    CHECK(one.state.alert == Alert::none);
}

TEST_CASE("Guard: short contracts are nearly full at four fifths, and without one nothing is said")
{
    Watched one;
    one.breath.tremor.on = true;
    one.plan = {true, {}, 30s};
    SECTION("half a minute")
    {
        one.pass(23900ms);
        CHECK(one.decisions.empty());
        one.pass(200ms);
        CHECK(one.last_decision().kind == DecisionKind::tremor_nearly_full);
    }
    SECTION("none")
    {
        one.plan.tremor_limit = {};
        one.tremor_steps = {0};
        one.pass(2h);
        CHECK(one.decisions.empty());
        CHECK(one.session.said.empty());
        CHECK(one.state.tremor_time > 119min);
    }
}
