#include "sessions/guard/reminders.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using sessions::Reminders;
using sessions::Wishes;

namespace {

// A session in which somebody lies, at ten ticks a second.
struct Session {
    Reminders reminders{{}};
    SessionState state{.running = true, .step = 0};
    BreathState breath = lying();
    bool moves = false;
    double now_s = 100;
    Wishes all{}; // of the last pass()

    Session() { pass(10); } // has lain still for a while

    static BreathState lying()
    {
        BreathState breath;
        breath.posture = Posture::supine;
        breath.partition = Partition::uncalibrated;
        return breath;
    }

    void happen(EventKind kind, double evidence, bool over)
    {
        breath.events.push_back(
            {kind, time_from_seconds(now_s), {}, time_from_seconds(now_s), evidence, over});
    }
    void turn(double deg) { happen(EventKind::posture_change, deg, true); }
    void tuck(double deg) { happen(EventKind::pelvic_drift, deg, false); }
    void let_go(double deg) { happen(EventKind::pelvic_drift, deg, true); }

    // Breathes every 4 s.
    const Wishes& pass(double for_s)
    {
        all = {};
        for (int tick = 0; tick < for_s * 10; ++tick) {
            if (tick % 40 == 39)
                breath.breaths.push_back({});
            Wishes wishes;
            reminders(time_from_seconds(now_s), moves, state, breath, wishes);
            for (const auto& each : wishes.decisions)
                REQUIRE(all.decisions.push_back(each));
            for (const auto each : wishes.phrases)
                REQUIRE(all.phrases.push_back(each));
            for (const auto each : wishes.commands)
                REQUIRE(all.commands.push_back(each));
            breath.events.clear();
            breath.breaths.clear();
            now_s += 0.1;
        }
        return all;
    }
};

bool none(const Wishes& wishes)
{
    return wishes.decisions.empty() && wishes.phrases.empty() && wishes.commands.empty();
}

bool low_back_once(const Wishes& wishes)
{
    return wishes.phrases.size() == 1 && wishes.phrases[0] == Phrase::low_back
        && wishes.decisions.size() == 1 && wishes.commands.empty();
}

bool asked_once(const Wishes& wishes)
{
    return wishes.phrases.size() == 1 && wishes.phrases[0] == Phrase::settle_again
        && wishes.commands.size() == 1 && wishes.commands[0] == Command::recalibrate
        && wishes.decisions.size() == 1
        && wishes.decisions[0].kind == DecisionKind::ask_calibration;
}

} // namespace

TEST_CASE("A drift of the pelvis is mentioned once, with the angle that was seen")
{
    Session session;
    session.tuck(4.5);
    const auto wishes = session.pass(1);
    REQUIRE(low_back_once(wishes));
    CHECK(wishes.decisions[0].kind == DecisionKind::remind_low_back);
    CHECK(wishes.decisions[0].ground == Ground::turned_deg);
    CHECK(wishes.decisions[0].value == 4.5);
    CHECK(wishes.decisions[0].limit == 2.5);
    CHECK(none(session.pass(1000))); // it was not left: it is not mentioned again
}

TEST_CASE("The low back is mentioned at most once in three minutes, however often it drifts")
{
    Session session;
    double last_s = -1000;
    int reminders = 0;
    for (int i = 0; i < 40; ++i) {
        session.tuck(5);
        for (int second = 0; second < 25; ++second) {
            if (none(session.pass(1)))
                continue;
            CHECK(session.now_s - last_s > 179.9);
            last_s = session.now_s;
            ++reminders;
        }
        session.let_go(5);
        session.pass(5);
    }
    CHECK(reminders >= 5); // of 20 minutes
    CHECK(reminders <= 7);
}

TEST_CASE("A drift that came too soon after a reminder is mentioned when the time is over, if it "
          "lasts")
{
    Session session;
    session.tuck(5);
    REQUIRE(low_back_once(session.pass(10)));
    session.let_go(5);
    session.pass(10);
    session.tuck(6);
    CHECK(none(session.pass(150)));
    SECTION("it lasts")
    {
        CHECK(low_back_once(session.pass(20)));
    }
    SECTION("it was left")
    {
        session.let_go(6);
        CHECK(none(session.pass(100)));
    }
}

TEST_CASE("Nobody is reminded while they move or tremble")
{
    Session session;
    session.breath.motion.level = 0.5;
    session.pass(5);
    session.tuck(5);
    CHECK(none(session.pass(60)));
    session.breath.motion.level = 0;
    CHECK(low_back_once(session.pass(10)));
}

TEST_CASE("A change of posture asks for a calibration once, when the person is still again")
{
    Session session;
    session.pass(10);
    session.turn(88);
    session.breath.motion.level = 0.6;
    CHECK(none(session.pass(20)));
    session.turn(30); // on the way
    CHECK(none(session.pass(5)));
    session.breath.motion.level = 0.1;
    CHECK(none(session.pass(4)));
    const auto wishes = session.pass(8);
    REQUIRE(asked_once(wishes));
    CHECK(wishes.decisions[0].value == 88);
    CHECK(wishes.decisions[0].limit == 20);
    CHECK(none(session.pass(600)));
}

TEST_CASE("Who stood up is asked, too, though the trunk did not turn")
{
    Session session;
    session.breath.posture = Posture::sitting;
    session.pass(10);
    session.breath.posture = Posture::standing;
    CHECK(asked_once(session.pass(15)));
    session.breath.posture = Posture::upright; // nothing happened but that it is not known any more
    CHECK(none(session.pass(60)));
}

TEST_CASE("A posture whose gains are known asks for nothing, one that only shifted does")
{
    Session session;
    session.pass(20);
    session.breath.partition = Partition::calibrated;
    SECTION("back on the back")
    {
        session.breath.posture = Posture::left_side;
        session.pass(2);
        session.turn(90);
        CHECK(none(session.pass(60)));
    }
    SECTION("the bolster was taken away")
    {
        session.turn(25);
        CHECK(asked_once(session.pass(20)));
    }
}

TEST_CASE("With one sensor there is nothing to calibrate")
{
    Session session;
    session.breath.partition = Partition::none;
    session.turn(90);
    CHECK(none(session.pass(60)));
    session.breath.partition = Partition::uncalibrated; // a second one came much later
    CHECK(none(session.pass(60)));
}

TEST_CASE("A calibration that somebody leads is not disturbed")
{
    Session session;
    session.breath.calibration.outcome = CalibrationOutcome::under_way;
    session.turn(25);
    CHECK(none(session.pass(60)));
    session.breath.calibration.outcome = CalibrationOutcome::separated;
    CHECK(asked_once(session.pass(20)));
}

TEST_CASE("In a step in which the person moves nothing is said, nor about it afterwards")
{
    Session session;
    session.moves = true;
    session.tuck(5);
    session.turn(90);
    CHECK(none(session.pass(60)));
    session.let_go(5);
    session.pass(1);
    session.moves = false;
    CHECK(none(session.pass(60)));
}

TEST_CASE("Nothing is said while the session is paused, braked or over, or where there is none")
{
    Session session;
    const int why = GENERATE(0, 1, 2, 3);
    const SessionState running = session.state;
    if (why <= 1)
        session.state.running = false;
    if (why == 1)
        session.state.braked = true;
    if (why == 2)
        session.state.finished = true;
    if (why == 3)
        session.state.step = SessionState::kNone;
    session.tuck(5);
    session.turn(90);
    CHECK(none(session.pass(300)));
    if (why > 1)
        return;
    session.state = running; // what changed in a pause is asked about after it
    const auto wishes = session.pass(20);
    CHECK(wishes.phrases.size() == 2);
    CHECK(wishes.commands.size() == 1);
}

TEST_CASE("A copy of the reminders goes on from where it was taken")
{
    Session session;
    session.tuck(5);
    session.pass(100);
    session.let_go(5);
    session.tuck(5);
    Session copy = session;
    CHECK(none(copy.pass(75)));
    CHECK(low_back_once(copy.pass(10)));
}
