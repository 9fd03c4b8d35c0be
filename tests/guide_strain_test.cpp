// When being led is too much, when the guide leaves, and what it says about it.
#include "devices/simulated_body.hpp"
#include "support/led_session.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace crura;
using namespace crura::sessions;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

// An even person who follows at once, led for five minutes.
LedSession led(GuideManner manner = GuideManner::training, double minutes = 5)
{
    devices::BodyModel::Params body{.breath_rate_bpm = 14, .abdominal_share = 0.6};
    body.following = 0.9;
    body.time_variability = 0.03;
    LedSession session{.person = LedPerson(body, 3)};
    session.plan = {.intent = Intent::guide, .manner = manner};
    session.run(minutes);
    return session;
}

double asked_s(const LedSession& session)
{
    return 60 / session.target.breath_rate_bpm;
}

void sigh(LedSession& session)
{
    session.events.push_back({.kind = EventKind::sigh, .start = session.now, .over = true});
    session.run(0.1);
}

std::optional<Decision> last_of(const LedSession& session, Ground ground)
{
    std::optional<Decision> last;
    for (const auto& each : session.decided)
        if (each.decision.ground == ground)
            last = each.decision;
    return last;
}

} // namespace

TEST_CASE("The guide recognises, follows for three breaths, leads, and says so")
{
    auto session = led(GuideManner::gentle, 0);
    std::vector<GuideStage> stages{session.target.stage};
    std::vector<double> since_s{0};
    session.run(2, [&] {
        if (session.target.stage != stages.back()) {
            stages.push_back(session.target.stage);
            since_s.push_back(to_seconds(session.now));
        }
    });
    CHECK(stages
          == std::vector{GuideStage::absent, GuideStage::recognise, GuideStage::follow,
                         GuideStage::lead});
    REQUIRE(since_s.size() == 4);
    CHECK(since_s[2] == Approx(8 * 60 / 14. + 0.4).margin(1));
    CHECK(since_s[3] - since_s[2] == Approx(3 * 60 / 14.).margin(1));
    CHECK(session.decided.empty());
}

TEST_CASE("A minute is enough to recognise a person of few breaths")
{
    devices::BodyModel::Params body{.breath_rate_bpm = 4.5};
    LedSession session{.person = LedPerson(body, 1)};
    session.plan = {.intent = Intent::invite};
    session.run(1);
    CHECK(session.target.stage == GuideStage::recognise);
    session.run(0.4);
    CHECK(session.target.stage == GuideStage::follow);
}

TEST_CASE("Too much brings the guide back by 15 %, for six breaths, with its ground")
{
    auto session = led();
    REQUIRE(asked_s(session) > 1.6 * 60 / 14);
    const auto ground = GENERATE(Ground::share_drop, Ground::sighs, Ground::irregularity);
    if (ground == Ground::share_drop)
        session.person.share_shift = -0.15;
    if (ground == Ground::irregularity)
        session.person.unrest = 12;
    if (ground == Ground::sighs) {
        sigh(session);
        session.run(0.7);
        CHECK(session.count(ground) == 0);
        session.events.push_back({.kind = EventKind::sigh, .start = session.now});
    }
    double before_s = 0;
    for (int tick = 0; tick < 5000 && session.count(ground) == 0; ++tick) {
        before_s = asked_s(session);
        session.step();
    }
    REQUIRE(session.count(ground) == 1);
    const Decision decision = *last_of(session, ground);
    CHECK(decision.kind == DecisionKind::yield);
    CHECK(session.target.stage == GuideStage::yield);
    if (ground == Ground::share_drop) {
        CHECK(decision.value == Approx(0.15).margin(0.02));
        CHECK(decision.limit == 0.10);
    }
    if (ground == Ground::irregularity) {
        CHECK(decision.value > decision.limit);
        CHECK(decision.limit >= 1.5);
        return; // it is out of step as well
    }
    session.person.share_shift = 0;
    session.run(0.2);
    const double back_s = asked_s(session);
    CHECK(back_s == Approx(0.85 * before_s).epsilon(0.04)); // a step may have been due
    session.run(4 * back_s / 60);
    CHECK(asked_s(session) == Approx(back_s));
}

TEST_CASE("What was there before the guide led is no strain")
{
    auto session = led(GuideManner::training, 0);
    SECTION("sighs more than a minute apart")
    {
        session.run(5);
        for (int time = 0; time < 5; ++time) {
            sigh(session);
            session.run(1);
        }
    }
    SECTION("the same sigh, told again when it is over")
    {
        session.run(5);
        const Event event{.kind = EventKind::sigh, .start = session.now};
        for (int time = 0; time < 2; ++time) {
            session.events.push_back(event);
            session.run(0.1);
        }
    }
    SECTION("a share that another calibration gives")
    {
        session.run(5);
        session.step(std::array{Command::calibrate_finish});
        session.person.share_shift = -0.2;
        session.run(3);
    }
    SECTION("a share that another posture gives")
    {
        session.run(5);
        session.events.push_back({.kind = EventKind::posture_change, .start = session.now});
        session.person.share_shift = -0.2;
        session.run(3);
    }
    CHECK(session.count(DecisionKind::yield) == 0);
}

TEST_CASE("A share that stays low at the natural breath is accepted, and the guide leads again")
{
    auto session = led();
    session.person.share_shift = -0.2;
    session.run(10);
    CHECK(session.count(Ground::share_drop) <= 5);
    CHECK(session.target.stage == GuideStage::lead);
    CHECK(asked_s(session) > 1.3 * 60 / 14);
}

TEST_CASE("Over-breathing: a yield goes back in steps while it lasts, and leads no more until over")
{
    auto session = led();
    const double before_s = asked_s(session);
    session.air = AirAdvice::yield;
    session.run(0.3);
    CHECK(asked_s(session) < 0.9 * before_s);
    CHECK(asked_s(session) > 0.8 * before_s);
    session.run(1.5);
    CHECK(asked_s(session) == Approx(60 / 14.).epsilon(0.05));
    CHECK(session.target.stage == GuideStage::yield);
    session.run(2, [&] { REQUIRE(session.target.stage == GuideStage::yield); });
    session.air = AirAdvice::none;
    session.run(3);
    CHECK(session.target.stage == GuideStage::lead);
    CHECK(asked_s(session) > 1.1 * 60 / 14);
}

TEST_CASE("Dizziness, or far too much air, ends all leading for the rest: the guide mirrors")
{
    auto session = led();
    if (GENERATE(true, false)) {
        session.step(std::array{Command::dizzy});
    } else {
        session.air = AirAdvice::mirror;
        session.step();
        session.air = AirAdvice::none;
    }
    CHECK(session.target.stage == GuideStage::mirror);
    session.run(0.2);
    session.run(3, [&] {
        REQUIRE(session.target.stage == GuideStage::mirror);
        REQUIRE(session.target.level == 1);
        REQUIRE(session.target.displacement == Approx(session.breath.displacement).margin(0.12));
        REQUIRE(session.target.phase == session.breath.phase);
    });
    session.plan.intent = Intent::witness;
    session.run(1);
    session.plan.intent = GENERATE(Intent::guide, Intent::invite);
    session.run(2, [&] { REQUIRE(session.target.stage == GuideStage::mirror); });
}

TEST_CASE("The mirror style shows the person's own breath, after three good ones, and leads nobody")
{
    auto session = led(GuideManner::gentle, 0);
    session.plan.style = GuideStyle::mirror;
    session.run(1);
    CHECK(session.target.level == 1);
    session.run(3, [&] {
        REQUIRE(session.target.displacement == Approx(session.breath.displacement).margin(0.12));
    });
    CHECK(session.target.breath_rate_bpm == Approx(14).epsilon(0.05));
}

TEST_CASE("Asleep, only who stirred and breathes evenly is back, and is led with care")
{
    auto session = led(GuideManner::gentle, 6);
    session.person.unrest = 10;
    session.person.listening = false;
    session.run(2.5);
    REQUIRE(session.count(DecisionKind::fall_asleep) == 1);
    const Decision asleep = *last_of(session, Ground::drowsy_s);
    CHECK(asleep.value >= asleep.limit);
    REQUIRE(session.target.level == 0);

    SECTION("a movement alone is not enough")
    {
        session.step(std::array{Command::mark});
        session.run(3, [&] { REQUIRE(session.target.level == 0); });
    }
    SECTION("an even breath alone is not enough")
    {
        session.person.unrest = 1;
        session.run(5, [&] { REQUIRE(session.target.level == 0); });
    }
    SECTION("what a guard asks for is no sign")
    {
        session.person.unrest = 1;
        session.step(std::array{Command::next, Command::brake});
        session.run(5, [&] { REQUIRE(session.target.level == 0); });
    }
    SECTION("both are")
    {
        session.person.unrest = 1;
        session.person.listening = true;
        session.step(std::array{Command::here});
        session.run(2);
        CHECK(session.target.level == 1);
        session.run(3);
        CHECK(session.target.stage == GuideStage::lead);
        CHECK(asked_s(session) > 1.02 * 60 / 14);
    }
}

TEST_CASE("The guide leaves when asked to, says so, and measures what stays")
{
    auto session = led(GuideManner::training, 8);
    const double guided_s = asked_s(session);
    REQUIRE(guided_s > 9);
    session.plan.unguided = true;
    session.step();
    CHECK(session.target.stage == GuideStage::unguided);
    REQUIRE(session.count(DecisionKind::unguided) == 1);
    CHECK(last_of(session, Ground::time_s)->value == Approx(8 * 60).margin(1));
    CHECK_FALSE(session.target.carry_over.known);
    session.run(2.2 * guided_s / 60);
    CHECK(session.target.level == 0);
    session.run(2);

    // This body goes back to its own.
    CHECK(session.target.carry_over.known);
    CHECK(session.target.carry_over.value < 0.25);
    CHECK(session.target.carry_over.plus_minus > 0);
    CHECK(session.target.carry_over.plus_minus < 0.5);

    SECTION("and it stays known afterwards")
    {
        session.plan.intent = Intent::witness;
        session.plan.unguided = false;
        session.run(1);
        CHECK(session.target.carry_over.known);
    }
    SECTION("and begins with following when it is asked to guide again")
    {
        session.plan.unguided = false;
        session.run(0.15);
        CHECK(session.target.stage == GuideStage::follow);
        CHECK(asked_s(session) == Approx(60 / 14.).epsilon(0.1));
    }
}

TEST_CASE("What stays is the share of the slowing that was reached, with its doubt")
{
    const double stays = GENERATE(0., 0.5, 1.);
    const double natural_s = 4.3, guided_s = 8;
    CarryOver carry_over;
    devices::Random random(1);
    for (int breath = 0; breath < 12; ++breath)
        carry_over.guided(guided_s + 0.2 * random.normal());
    carry_over.begin();
    CHECK_FALSE(carry_over.estimate(natural_s, 0.1).known);
    for (int breath = 0; breath < 2 + 4; ++breath) // two still go with what was heard
        carry_over.unguided(guided_s);
    CHECK_FALSE(carry_over.estimate(natural_s, 0.1).known);
    carry_over.begin();
    for (int breath = 0; breath < 22; ++breath)
        carry_over.unguided(natural_s + stays * (guided_s - natural_s) + 0.3 * random.normal());
    const Estimate estimate = carry_over.estimate(natural_s, 0.1);
    REQUIRE(estimate.known);
    CHECK(std::abs(estimate.value - stays) < estimate.plus_minus);
    CHECK(estimate.plus_minus < 0.1);
    CHECK(estimate.value >= 0);
    CHECK(estimate.value <= 1);

    // Who was hardly slowed keeps nothing that could be measured.
    CHECK_FALSE(carry_over.estimate(7.6, 0.1).known);
    CHECK_FALSE(carry_over.estimate(natural_s, 4).known);
}

TEST_CASE("Nothing is measured of a person whom nobody led, who sleeps, or who was dizzy")
{
    auto session = led(GuideManner::training, 0);
    SECTION("not led")
    {
        session.plan.intent = Intent::witness;
        session.run(5);
        session.plan.intent = Intent::guide;
    }
    SECTION("dizzy")
    {
        session.run(6);
        session.step(std::array{Command::dizzy});
    }
    session.plan.unguided = true;
    session.run(3);
    CHECK(session.target.stage == GuideStage::unguided);
    CHECK(session.target.level == 0);
    CHECK_FALSE(session.target.carry_over.known);
}
