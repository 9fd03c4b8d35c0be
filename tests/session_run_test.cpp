#include "engine/engine.hpp"

#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace crura;
using namespace std::chrono_literals;

namespace {

// A program in an engine, tick by tick, without a sensor.
struct Run {
    explicit Run(const std::string& id)
        : engine(sessions::Runner(std::make_shared<const sessions::Session>(*sessions::load_session(
                                      CRURA_ROOT "/sessions/programs/" + id + ".toml")),
                                  20min))
    {
    }

    engine::Engine engine;
    Time now{};

    const Snapshot& tick(std::vector<Command> commands = {})
    {
        now += engine::kTick;
        return engine.tick(now, {}, commands);
    }
    const Snapshot& wait(Duration duration)
    {
        for (const Time until = now + duration - engine::kTick; now < until;)
            tick();
        return tick();
    }
};

} // namespace

TEST_CASE("Whoever brakes hears the first grounding words in the same tick, in any program")
{
    Run run(GENERATE("constructive-rest", "slow-breath", "release-session"));
    run.wait(10s);
    const Snapshot& braked = run.tick({Command::brake});
    CHECK(braked.session.braked);
    CHECK(braked.session.phrase == Phrase::ground_knees);
    CHECK(braked.cues.audio.panic);
    CHECK(braked.cues.audio.sentence.step == kPhraseStep);
    CHECK(braked.cues.audio.sentence.prompt == int(Phrase::ground_knees));
    CHECK(braked.cues.touch.level == 0);
    CHECK(braked.guard.alert == Alert::act);
    REQUIRE(braked.decisions.size() == 1);
    CHECK(braked.decisions[0].kind == DecisionKind::brake);
    CHECK(braked.decisions[0].ground == Ground::asked);
}

TEST_CASE("A braked session goes on when it is asked to and never by itself, and says so no more")
{
    Run run("release-session");
    run.wait(10s);
    const auto elapsed = run.tick({Command::brake}).session.elapsed;
    const Snapshot& later = run.wait(10min);
    CHECK(later.session.braked);
    CHECK(later.session.elapsed == elapsed);
    const Snapshot& resumed = run.tick({Command::resume});
    CHECK(resumed.session.running);
    CHECK(resumed.session.phrase == Phrase::none);
    CHECK_FALSE(resumed.cues.audio.panic);
}

TEST_CASE("Who is dizzy has nothing to follow for the rest of the session")
{
    Run run("slow-breath");
    run.wait(10s);
    CHECK(run.tick({Command::dizzy}).air.advice == AirAdvice::mirror);
    for (int minute = 0; minute < 10; ++minute)
        CHECK(run.wait(1min).air.advice == AirAdvice::mirror);
}

TEST_CASE("While far more air is taken than usual nothing is led, and it is led again afterwards")
{
    const auto program = sessions::load_session(CRURA_ROOT "/sessions/programs/slow-breath.toml");
    REQUIRE(program);
    engine::SessionRun run(
        sessions::Runner(std::make_shared<const sessions::Session>(*program), 20min));
    Snapshot snapshot;
    snapshot.breath.partition = Partition::calibrated;
    const auto wait = [&](Duration duration, double ventilation) {
        snapshot.breath.ventilation = {ventilation, 0.05, true};
        for (const Time until = snapshot.time + duration; snapshot.time < until;
             snapshot.time += engine::kTick) {
            engine::SessionRun::Commands obeyed;
            run(snapshot, obeyed);
        }
    };
    wait(5min, 1);
    REQUIRE(snapshot.target.intent == Intent::guide);
    wait(25s, 1.35);
    CHECK(snapshot.air.advice == AirAdvice::rest);
    CHECK(snapshot.target.intent == Intent::witness);
    wait(3min, 1);
    CHECK(snapshot.air.advice == AirAdvice::none);
    CHECK(snapshot.target.intent == Intent::guide);
}

TEST_CASE("A check-in asks when its step begins, is answered by hand, and keeps the answer")
{
    Run run("constructive-rest");
    while (run.tick().check_in.question == Question::none)
        REQUIRE(run.now < Time(5min));
    run.wait(2s);
    const Snapshot& answered = run.tick({answer(3)});
    REQUIRE(answered.check_in.answers.size() == 1);
    CHECK(answered.check_in.answers[0].question == Question::ease);
    CHECK(answered.check_in.answers[0].when == CheckInTime::before);
    CHECK(answered.check_in.answers[0].by == AnsweredBy::hand);
    CHECK(answered.check_in.answers[0].choice == 3);
    CHECK(run.wait(5s).check_in.question == Question::tension);
}

TEST_CASE("An end before the rest of a release session leads there first, and the next one ends it")
{
    Run run("release-session");
    run.wait(10s);
    const Snapshot& first = run.tick({Command::end});
    CHECK_FALSE(first.session.finished);
    CHECK(first.session.step > 0);
    CHECK(run.tick({Command::end}).session.finished);
}

TEST_CASE(
    "What a therapist presses is no sign of the person whom the guard asks, and what they say is")
{
    const auto program =
        sessions::load_session(CRURA_ROOT "/sessions/programs/release-session.toml");
    REQUIRE(program);
    engine::SessionRun run(
        sessions::Runner(std::make_shared<const sessions::Session>(*program), 30min));
    Snapshot snapshot;
    snapshot.breath.confidence = 1;
    snapshot.breath.tremor.on = true;
    const auto tick = [&](std::vector<Command> commands = {}) {
        snapshot.commands.clear();
        for (const Command command : commands)
            snapshot.commands.push_back(command);
        snapshot.time += engine::kTick;
        engine::SessionRun::Commands obeyed;
        run(snapshot, obeyed);
    };
    while (!snapshot.guard.awaiting_response) {
        REQUIRE(snapshot.time < Time(20min));
        tick();
    }
    tick({Command::mark});
    tick({Command::next});
    tick({Command::recalibrate});
    tick();
    CHECK(snapshot.guard.awaiting_response);
    tick({Command::here});
    tick();
    CHECK_FALSE(snapshot.guard.awaiting_response);
}
