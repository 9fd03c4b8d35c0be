#include "osc/osc_encoder.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace crura;
using namespace crura::osc;

namespace {

constexpr Duration kToWall = std::chrono::hours(24 * 365 * 50);

// The last number of each address in what was told.
std::map<std::string, float> numbers(const std::vector<Bundle>& told)
{
    std::map<std::string, float> numbers;
    for (const auto& bundle : told)
        for (const auto& message : bundle.messages)
            if (message.arguments.size() == 1
                && std::holds_alternative<float>(message.arguments[0]))
                numbers[message.address] = std::get<float>(message.arguments[0]);
    return numbers;
}

std::vector<Message> of(const std::vector<Bundle>& told, const std::string& address)
{
    std::vector<Message> found;
    for (const auto& bundle : told)
        for (const auto& message : bundle.messages)
            if (message.address == address)
                found.push_back(message);
    return found;
}

Snapshot at(double time_s)
{
    Snapshot snapshot;
    snapshot.time = time_from_seconds(time_s);
    snapshot.session.running = true;
    return snapshot;
}

} // namespace

TEST_CASE("How things are is told 50 times a second, what changed in the session at once and once")
{
    OscEncoder encode{{}};
    std::size_t states = 0, told_running = 0, told_paused = 0;
    for (int tick = 0; tick < 1000; ++tick) {
        auto snapshot = at(tick * 0.01);
        snapshot.session.running = tick < 501;
        const auto told = encode(snapshot, kToWall);
        states += of(told, "/crura/confidence").size();
        for (const auto& message : of(told, "/crura/session/state")) {
            const auto text = std::get<std::string>(message.arguments[0]);
            told_running += text == "running";
            told_paused += text == "paused";
            CHECK((text == "running" ? tick == 0 : tick == 501));
        }
    }
    CHECK(states == 500);
    CHECK(told_running == 1);
    CHECK(told_paused == 1);
}

TEST_CASE("A number that is unknown is not sent, and said to be unknown")
{
    OscEncoder encode{{}};
    auto snapshot = at(0);
    snapshot.breath.breath_rate_bpm = {6.25, 0.5, true};
    snapshot.breath[Band::thoracic].valid = true;
    snapshot.breath[Band::thoracic].displacement = 0.75;
    const auto told = numbers(encode(snapshot, kToWall));
    CHECK(told.at("/crura/rate") == 6.25f);
    CHECK(told.at("/crura/rate/plus_minus") == 0.5f);
    CHECK(told.at("/crura/rate/known") == 1);
    CHECK(told.at("/crura/chest") == 0.75f);
    CHECK(told.at("/crura/belly/known") == 0);
    CHECK(told.at("/crura/share/known") == 0);
    for (const char* unknown : {"/crura/belly", "/crura/share", "/crura/share/plus_minus",
                                "/crura/angle", "/crura/breath", "/crura/agreement"})
        CHECK(told.count(unknown) == 0);
}

TEST_CASE("Each moment is told once, before it is due and with its time")
{
    OscEncoder encode{{.prefix = "/room1"}};
    auto snapshot = at(10);
    (void)encode(snapshot, kToWall);
    snapshot.cues.audio.inspiration = {1, time_from_seconds(10.25)};
    std::size_t cues = 0;
    for (int tick = 1; tick <= 30; ++tick) {
        snapshot.time = time_from_seconds(10 + tick * 0.01);
        for (const auto& bundle : encode(snapshot, kToWall))
            for (const auto& message : bundle.messages)
                if (message.address == "/room1/cue") {
                    ++cues;
                    CHECK(tick == 1);
                    CHECK(message.arguments
                          == std::vector<Argument>{std::string("inspiration"), std::int32_t(1)});
                    CHECK(bundle.due == WallTime(from_seconds(10.25) + kToWall));
                }
    }
    CHECK(cues == 1);
}

TEST_CASE("Events and onsets are told with the time at which they happened")
{
    OscEncoder encode{{}};
    auto snapshot = at(20);
    snapshot.breath.onsets.push_back(
        {Phase::expiration, time_from_seconds(19.5), time_from_seconds(20)});
    snapshot.breath.events.push_back(
        {EventKind::sigh, time_from_seconds(18), time_from_seconds(19), {}, 2.5, false});
    const auto told = encode(snapshot, kToWall);
    REQUIRE(of(told, "/crura/onset").size() == 1);
    CHECK(of(told, "/crura/onset")[0].arguments
          == std::vector<Argument>{std::string("expiration")});
    CHECK(told[0].due == WallTime(from_seconds(19.5) + kToWall));
    REQUIRE(of(told, "/crura/event").size() == 1);
    CHECK(of(told, "/crura/event")[0].arguments
          == std::vector<Argument>{std::string("sigh"), 2.5f, std::int32_t(0)});
    CHECK(told[1].due == WallTime(from_seconds(18) + kToWall));
}

TEST_CASE(
    "An alert, a question and a stage are told when they change, a decision with its evidence")
{
    OscEncoder encode{{}};
    std::size_t alerts = 0, questions = 0, stages = 0, decisions = 0;
    for (int tick = 0; tick < 300; ++tick) {
        auto snapshot = at(tick * 0.01);
        snapshot.guard.alert = tick < 100 ? Alert::none : Alert::act;
        snapshot.check_in.question = tick < 200 ? Question::none : Question::tension;
        snapshot.target.stage = tick < 50 ? GuideStage::absent : GuideStage::yield;
        if (tick == 100)
            snapshot.decisions.push_back(
                {DecisionKind::brake, Ground::hold_s, snapshot.time, 20.5, 20});
        if (tick == 250)
            snapshot.check_in.answers.push_back(
                {Question::tension, CheckInTime::after, AnsweredBy::breath, 4, snapshot.time});
        const auto told = encode(snapshot, kToWall);
        for (const auto& message : of(told, "/crura/guard/alert")) {
            CHECK(tick == 100);
            CHECK(message.arguments == std::vector<Argument>{std::int32_t(2)});
            ++alerts;
        }
        for (const auto& message : of(told, "/crura/decision")) {
            CHECK(message.arguments == std::vector<Argument>{"brake", "hold_s", 20.5f, 20.f});
            ++decisions;
        }
        for (const auto& message : of(told, "/crura/answer"))
            CHECK(message.arguments == std::vector<Argument>{"tension", "after", 4});
        questions += of(told, "/crura/question").size();
        stages += of(told, "/crura/guide/stage").size();
    }
    CHECK(alerts == 1);
    CHECK(decisions == 1);
    CHECK(questions == 1);
    CHECK(stages == 1);
}

TEST_CASE("An answer that was let pass is told as such")
{
    OscEncoder encode{{}};
    auto snapshot = at(1);
    snapshot.check_in.answers.push_back({Question::ease, CheckInTime::before, AnsweredBy::nobody});
    const auto told = of(encode(snapshot, kToWall), "/crura/answer");
    REQUIRE(told.size() == 1);
    CHECK(told[0].arguments == std::vector<Argument>{"ease", "before", -1});
}
