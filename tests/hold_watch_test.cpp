#include "support/watched.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using namespace crura::test;

TEST_CASE(
    "Guard: a held breath gets a bowl, then words, then the brake, sooner the more it worries")
{
    struct Row {
        EventKind kind;
        double patience;
    };
    const auto row =
        GENERATE(Row{EventKind::inspiratory_hold, 1}, Row{EventKind::isovolume_hold, 1},
                 Row{EventKind::hold, 1.25}, Row{EventKind::expiratory_hold, 1.5});
    const double limit_s = GENERATE(8., 13.);
    Watched one;
    one.pass(1min);
    one.hold(row.kind, limit_s);
    one.pass(from_seconds(3 * row.patience * limit_s));

    REQUIRE(one.decisions.size() == 3);
    const DecisionKind kinds[] = {DecisionKind::tone, DecisionKind::let_it_out,
                                  DecisionKind::brake};
    const double factors[] = {1, 1.5, 2};
    for (int i = 0; i < 3; ++i) {
        const Decision& decision = one.decisions[std::size_t(i)];
        CHECK(decision.kind == kinds[i]);
        CHECK(decision.ground == Ground::hold_s);
        CHECK(decision.limit == Approx(factors[i] * row.patience * limit_s));
        CHECK(decision.value == Approx(decision.limit).margin(0.1));
    }
    CHECK(one.commanded == std::vector{Command::brake});
    CHECK(one.count(Phrase::tone) == 1);
    CHECK(one.count(Phrase::ground_knees) == 1);
    CHECK(one.state.alert == Alert::act);
    CHECK(one.session.state.braked);
}

TEST_CASE("Guard: a hold whose kind changes is judged by what it is now")
{
    Watched one;
    one.pass(1min);
    one.hold(EventKind::expiratory_hold, 10);
    one.pass(14s);
    CHECK(one.decisions.empty());
    one.breath.hold.kind = EventKind::isovolume_hold;
    one.pass(500ms);
    CHECK(one.last_decision().kind == DecisionKind::tone);
    one.pass(6s);
    CHECK(one.commanded == std::vector{Command::brake});
}

TEST_CASE("Guard: breath that moves on in time costs nothing, and bowls are half a minute apart")
{
    Watched one;
    one.pass(1min);
    SECTION("pauses below the limit")
    {
        for (int i = 0; i < 200; ++i) {
            one.hold(EventKind::inspiratory_hold, 8);
            one.pass(7900ms);
            one.let_go();
            one.pass(500ms);
        }
        CHECK(one.decisions.empty());
        CHECK(one.state.alert == Alert::none);
    }
    SECTION("long ones again and again")
    {
        for (int i = 0; i < 60; ++i) {
            one.hold(EventKind::inspiratory_hold, 8);
            one.pass(9s);
            one.let_go();
            one.pass(1s);
        }
        CHECK(one.count(Phrase::tone) <= 20);
        CHECK(one.count(Phrase::tone) >= 18);
        CHECK(one.commanded.empty());
    }
}

TEST_CASE("Guard: a hold that outlasts its brake is looked at anew when the session is resumed")
{
    Watched one;
    one.pass(1min);
    one.hold(EventKind::inspiratory_hold, 8);
    one.pass(20s);
    REQUIRE(one.commanded.size() == 1);
    one(Command::resume);
    one.pass(15s);
    CHECK(one.commanded.size() == 1);
    one.pass(2s);
    CHECK(one.commanded.size() == 2);
}

TEST_CASE("Guard: who never breathed enough for a limit of their own gets a patient one")
{
    Watched one;
    one.pass(1min);
    one.hold(EventKind::hold, 0);
    one.pass(18s);
    CHECK(one.decisions.empty());
    CHECK(one.state.hold_limit_s == 0);
    one.pass(1s);
    CHECK(one.last_decision().kind == DecisionKind::tone);
    CHECK(one.last_decision().limit == Approx(18.75));
}

TEST_CASE("Guard: what is not heard is neither held nor frozen")
{
    Watched one;
    one.pass(1min);
    SECTION("a hold told of a silent sensor")
    {
        one.breath[Band::abdominal].fault =
            GENERATE(SensorFault::silent, SensorFault::stuck, SensorFault::saturated);
        one.hold(EventKind::inspiratory_hold);
        one.pass(10min);
    }
    SECTION("a hold told of no sensor at all")
    {
        one.breath = {};
        one.hold(EventKind::inspiratory_hold);
        one.pass(10min);
    }
    SECTION("a hold with a gap every nine seconds")
    {
        one.hold(EventKind::inspiratory_hold, 10);
        for (int i = 0; i < 60; ++i) {
            one.pass(9s);
            one.breath[Band::abdominal].valid = false;
            one.pass(300ms);
            one.breath[Band::abdominal].valid = true;
        }
        CHECK(one.decisions.empty());
    }
    SECTION("a hold of a body that is thrown about")
    {
        one.breath.motion.level = 0.8;
        one.hold(EventKind::inspiratory_hold);
        one.pass(10min);
        CHECK(one.decisions.empty());
    }
    SECTION("a hold of somebody who sits or stands")
    {
        one.breath.posture = GENERATE(Posture::upright, Posture::sitting, Posture::standing);
        one.hold(EventKind::inspiratory_hold);
        one.pass(10min);
        CHECK(one.decisions.empty());
    }
    SECTION("a hold in a step in which the posture changes, and sensors that are lost there")
    {
        one.step.moves = true;
        one.hold(EventKind::inspiratory_hold);
        one.pass(5min);
        one.breath[Band::abdominal].valid = false;
        one.pass(5min);
        CHECK(one.decisions.empty());
        CHECK(one.state.alert == Alert::none);
    }
    SECTION("a hold that a slipped sensor shows")
    {
        one.breath[Band::abdominal].fault = SensorFault::moved;
        one.hold(EventKind::inspiratory_hold);
        one.pass(10min);
        CHECK(one.decisions.empty());
    }
    SECTION("an isovolume hold where the bands moved against each other before")
    {
        one.paradox(10s);
        one.hold(EventKind::isovolume_hold);
        one.pass(10min);
        CHECK(one.decisions.empty());
    }
    SECTION("a freeze in silence")
    {
        one.breath[Band::abdominal].valid = false;
        one.freeze(100);
        one();
        one.breath[Band::abdominal].valid = true;
        one.pass(10min);
        CHECK_FALSE(one.state.freeze_suspected);
        CHECK(one.decisions.empty());
    }
    CHECK(one.commanded.empty());
    CHECK(one.session.said.empty());
    CHECK(one.count(DecisionKind::suspect_freeze) == 0);
}

TEST_CASE("Guard: an isovolume hold is one in spite of the paradox that it is")
{
    Watched one;
    one.pass(1min);
    SECTION("told while it lasts")
    {
        one.hold(EventKind::isovolume_hold, 8);
        one.pass(9s);
        one.paradox(8s);
    }
    SECTION("after another paradox that was over")
    {
        one.paradox(30s);
        one.pass(1s);
        one.paradox(31s, true);
        one.hold(EventKind::isovolume_hold, 8);
    }
    one.pass(17s);
    CHECK(one.commanded == std::vector{Command::brake});
}

TEST_CASE("Guard: a hold is seen through tremor, and through the doubt that every hold brings")
{
    Watched one;
    one.pass(1min);
    one.breath.confidence = 0;
    one.breath.tremor.on = true;
    one.breath.motion.level = 1;
    one.hold(EventKind::inspiratory_hold, 8);
    one.pass(17s);
    CHECK(one.commanded == std::vector{Command::brake});
}
