// What pages are told of what an engine noticed.

#include "app/studio/claims.hpp"
#include "app/studio/said_words.hpp"
#include "sessions/phrases.hpp"
#include "support/studio_room.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <string>

using namespace crura;
using namespace std::chrono_literals;
using app::studio::Claims;
using app::studio::Noticed;
using Catch::Matchers::Contains;
using test::StudioRoom;
using Kind = app::SessionNews::Kind;
using Care = app::CareNews::Kind;

namespace {

sessions::Session some_session()
{
    sessions::Session session;
    session.phrases = sessions::english_phrases();
    session.steps.resize(2);
    session.steps[1].name = "Rest";
    return session;
}

template <class What>
std::optional<feed::Said> said(const What& what)
{
    static const auto session = some_session();
    return app::studio::said_of(Noticed{time_from_seconds(3), what}, session,
                                [](std::size_t) { return std::string("It was unplugged."); });
}

template <class T>
const T* member(const feed::Said& said, const char* name)
{
    static json::Json last;
    last = json::Json(said.more);
    return last.find<T>(name);
}

app::CareNews decided(DecisionKind kind)
{
    return {.kind = Care::decision, .decision = {kind, Ground::schedule_s, {}, 302, 300}};
}

} // namespace

TEST_CASE("What is about care is for therapists only")
{
    for (const auto& news : {decided(DecisionKind::ask_response), decided(DecisionKind::brake),
                             app::CareNews{.kind = Care::alert, .alert = Alert::look}}) {
        const auto told = said(news);
        REQUIRE(told);
        CHECK(told->care);
    }
    CHECK(said(Event{.kind = EventKind::freeze})->care);
    CHECK(app::studio::said_of_note("a note", Time{}).care);
    CHECK_FALSE(said(Event{.kind = EventKind::sigh})->care);
    CHECK_FALSE(said(app::CareNews{.kind = Care::phrase, .phrase = Phrase::softer})->care);
    CHECK_FALSE(said(app::CareNews{.kind = Care::question, .question = Question::ease})->care);
}

TEST_CASE("A decision comes with its name, its ground, what was seen and the limit")
{
    const auto told = said(decided(DecisionKind::ask_response));
    CHECK(told->kind == "decision");
    CHECK(told->text
          == "asks whether they are here: 5:02 since the last sign of them (limit 5:00)");
    CHECK(*member<std::string>(*told, "name") == "ask_response");
    CHECK(*member<std::string>(*told, "ground") == "schedule_s");
    CHECK(*member<double>(*told, "value") == 302);
    CHECK(*member<double>(*told, "limit") == 300);
    const auto alert = said(app::CareNews{.kind = Care::alert, .alert = Alert::act});
    CHECK(alert->text == "ACT: go to them.");
    CHECK(*member<std::string>(*alert, "alert") == "act");
}

TEST_CASE("No page is told of keys")
{
    for (const auto kind : {Kind::step, Kind::paused, Kind::braked, Kind::marked, Kind::source})
        for (const bool good : {true, false}) {
            const auto told = said(app::SessionNews{kind, 1, 0, good});
            REQUIRE(told);
            CHECK_THAT(told->text, !Contains("ress ") && !Contains("--"));
        }
    const auto asked = said(app::CareNews{
        .kind = Care::question, .question = Question::ease, .when = CheckInTime::before});
    CHECK(asked->text == sessions::english_phrases()[std::size_t(Phrase::ask_ease)]);
    REQUIRE(member<json::Json::Array>(*asked, "choices"));
    CHECK(member<json::Json::Array>(*asked, "choices")->size() == 5);
    CHECK(*member<std::string>(*asked, "when") == "before");
}

TEST_CASE("A client reads why it is quiet, when nobody asked for it")
{
    CHECK(said(app::SessionNews{Kind::braked, 0, 0, true})->text == "Quiet.");
    CHECK(said(app::SessionNews{Kind::braked, 0, 0, true, Ground::missed})->text
          == "Quiet, because no answer came.");
    CHECK_FALSE(said(app::SessionNews{Kind::braked, 0, 0, true, Ground::missed})->care);
}

TEST_CASE("A sensor that is gone is told with what is wrong with it")
{
    const auto told = said(app::SessionNews{Kind::source, 0, 1, false});
    CHECK(told->kind == "sensor");
    CHECK(told->text == "Sensor 2 is gone; looking for it every second. It was unplugged.");
}

TEST_CASE("A whole breath is told with the doubt of its numbers, and with null for what is unknown")
{
    Breath breath;
    breath.inspiration_onset = time_from_seconds(10);
    breath.breath_rate_bpm = 6;
    breath.abdominal_share = {0.6, 0.1, true};
    breath.partition = Partition::calibrated;
    const auto told = said(breath);
    CHECK(told->kind == "breath");
    CHECK(told->time == time_from_seconds(3));
    CHECK(*member<double>(*told, "start_s") == 10);
    REQUIRE(member<json::Json::Array>(*told, "abdominal_share"));
    CHECK(*member<json::Json::Array>(*told, "abdominal_share") == json::Json::Array{0.6, 0.1});
    CHECK(member<std::nullptr_t>(*told, "phase_angle_deg"));
    CHECK(*member<std::string>(*told, "partition") == "calibrated");
}

TEST_CASE("An answer that was let pass has no choice")
{
    const Answer given{Question::ease, CheckInTime::before, AnsweredBy::hand, 2, {}};
    const auto told = said(app::CareNews{.kind = Care::answer, .answer = given});
    CHECK(*member<double>(*told, "choice") == 2);
    const Answer passed{Question::ease, CheckInTime::before, AnsweredBy::nobody, 0, {}};
    CHECK(member<std::nullptr_t>(*said(app::CareNews{.kind = Care::answer, .answer = passed}),
                                 "choice"));
}

TEST_CASE("A check-in is asked, answered and told while a session runs, and a decision is care")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.program = "constructive-rest";
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    room.ask(mat, Command::next);
    REQUIRE(room.sees([&] { return !room.told("question").empty(); }));
    CHECK(*member<std::string>(room.told("question")[0], "question") == "ease");
    room.ask(mat, answer(3));
    REQUIRE(room.sees([&] { return !room.told("answer").empty(); }));
    CHECK(*member<double>(room.told("answer")[0], "choice") == 3);
    CHECK_FALSE(room.told("answer")[0].care);
    room.ask(mat, Command::dizzy);
    REQUIRE(room.sees([&] { return !room.told("decision").empty(); }));
    CHECK(room.told("decision")[0].care);
}

TEST_CASE("What one mat uses no other can, until it is given back")
{
    Claims claims;
    const app::studio::Things port{"the serial port /dev/ttyUSB0"};
    REQUIRE(claims.take(1, port));
    CHECK(claims.take(1, port)); // it is its own
    const auto refused = claims.take(2, {"the serial port /dev/ttyUSB1", port[0]});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message
          == "Mat 1 uses the serial port /dev/ttyUSB0 already; choose another for this one, or "
             "close that mat first.");
    CHECK(claims.serial_ports() == std::vector<std::string>{"/dev/ttyUSB0"}); // all or none
    claims.give_back(1);
    CHECK(claims.take(2, port));
}

TEST_CASE("A sensor's port is known by its name, whatever speaks there")
{
    auto sources = app::make_sources(
        {"line:/dev/ttyACM0", "witmotion:/dev/ttyUSB0,/dev/ttyUSB1", "simulator"});
    REQUIRE(sources);
    app::OutputOptions output;
    output.touch = "line:/dev/ttyACM1";
    CHECK(app::studio::serial_ports_of(*sources, output)
          == app::studio::Things{"the serial port /dev/ttyACM0", "the serial port /dev/ttyACM1",
                                 "the serial port /dev/ttyUSB0", "the serial port /dev/ttyUSB1"});
}

TEST_CASE("A mat whose MIDI port is taken goes without, and says so in a sentence")
{
    Claims claims;
    app::OutputOptions first, second;
    second.midi_control = "";
    CHECK(app::studio::claim_midi(claims, 1, first).empty());
    const auto sentences = app::studio::claim_midi(claims, 2, second);
    REQUIRE(sentences.size() == 1);
    CHECK_THAT(sentences[0],
               Contains("Mat 1 uses the MIDI port Crura already")
                   && Contains("This session goes without it."));
    CHECK(second.midi == app::kNone);
    CHECK(second.midi_control == "");
}
