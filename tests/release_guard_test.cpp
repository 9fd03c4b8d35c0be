#include "sessions/guard/release_guard.hpp"

#include "support/watched_session.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;
using crura::test::is_grounding;
using crura::test::WatchedSession;

namespace {

// A guard over a session over a body of which every number can be set.
struct Watched {
    ReleaseGuard guard{{}};
    GuardPlan plan{true, 5min, 5min};
    std::set<int> tremor_steps;
    Step step;
    WatchedSession session;
    BreathState breath;
    Time now = time_from_seconds(100);
    Duration tick = 50ms;

    GuardState state;
    Wishes wishes; // of the last tick
    std::vector<Decision> decisions;
    std::vector<Command> commanded;
    std::vector<WatchedSession::Said> wished;

    Watched() { breath[Band::abdominal].valid = true; }

    const Wishes& operator()(std::span<const Command> commands = {})
    {
        now += tick;
        if (breath.hold.on)
            breath.hold.held_s += to_seconds(tick);
        wishes = {};
        step.tremor = tremor_steps.contains(session.state.step);
        state = guard(now, plan, &step, session.state, breath, commands, wishes);
        session(now, commands, wishes);
        breath.events.clear();
        for (const Decision& decision : wishes.decisions)
            decisions.push_back(decision);
        for (const Command command : wishes.commands)
            commanded.push_back(command);
        for (const Phrase phrase : wishes.phrases)
            wished.push_back({phrase, now});
        return wishes;
    }
    const Wishes& operator()(Command command) { return (*this)(std::span(&command, 1)); }

    void pass(Duration time)
    {
        for (const Time end = now + time; now < end;)
            (*this)();
    }

    void hold(EventKind kind, double limit_s = 10) { breath.hold = {true, kind, 0, limit_s}; }
    void let_go() { breath.hold = {}; }
    void freeze(double still_s = 40)
    {
        breath.events.push_back({EventKind::freeze, now, now, now, still_s, false});
    }
    void paradox(Duration ago, bool over = false)
    {
        breath.events.push_back({EventKind::paradox, now - ago, now, now, 170, over});
    }
    void short_breaths(Duration ago)
    {
        breath.events.push_back({EventKind::short_breaths, now - ago, now, now, 4, true});
    }

    int count(DecisionKind kind) const
    {
        return int(std::count_if(decisions.begin(), decisions.end(),
                                 [&](const Decision& d) { return d.kind == kind; }));
    }
    int count(Phrase phrase) const
    {
        return int(std::count_if(session.said.begin(), session.said.end(),
                                 [&](const auto& said) { return said.phrase == phrase; }));
    }
    double said_at(Phrase phrase) const // [s], first
    {
        for (const auto& said : session.said)
            if (said.phrase == phrase)
                return to_seconds(said.time);
        FAIL("was not said: " << name_of(phrase));
        return 0;
    }
    const Decision& last_decision() const
    {
        REQUIRE(!decisions.empty());
        return decisions.back();
    }
};

bool has(const Wishes& wishes, Phrase phrase)
{
    return std::find(wishes.phrases.begin(), wishes.phrases.end(), phrase) != wishes.phrases.end();
}

} // namespace

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

TEST_CASE("Guard: tremor that goes on is told once more after two minutes, and never again; the "
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
    CHECK(again_s - asked_s == Approx(13).margin(0.2));
    CHECK(one.said_at(Phrase::ground_knees) - again_s == Approx(13).margin(0.2));
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
    one.pass(50s); // said 10 s ago
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
