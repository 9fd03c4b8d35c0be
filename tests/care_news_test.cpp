#include "app/care_news.hpp"
#include "sessions/phrases.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace crura;
using namespace crura::app;

namespace {

using Kind = CareNews::Kind;

std::vector<Kind> kinds(const CareNewsFinder::Found& found)
{
    std::vector<Kind> kinds;
    for (const auto& each : found)
        kinds.push_back(each.kind);
    return kinds;
}

std::string told(const CareNews& news, Viewer viewer)
{
    sessions::Session session;
    session.phrases = sessions::english_phrases();
    return words_of(news, session, viewer, true);
}

CareNews about(DecisionKind kind, Ground ground)
{
    return {.kind = Kind::decision, .decision = {kind, ground, {}, 3, 2}};
}

} // namespace

TEST_CASE("A question, an alert and a step that waits are news once, and again when they come back")
{
    CareNewsFinder news;
    Snapshot now;
    CHECK(news(now).empty());
    now.check_in.question = Question::ease;
    now.guard.alert = Alert::look;
    now.session.waiting = true;
    CHECK(kinds(news(now)) == std::vector<Kind>{Kind::question, Kind::alert, Kind::waiting});
    CHECK(news(now).empty());
    now.check_in.question = Question::none;
    now.session.waiting = false;
    CHECK(news(now).empty());
    now.guard.alert = Alert::none;
    CHECK(kinds(news(now)) == std::vector<Kind>{Kind::alert});
    now.check_in.question = Question::ease;
    now.session.waiting = true;
    CHECK(kinds(news(now)) == std::vector<Kind>{Kind::question, Kind::waiting});
}

TEST_CASE("Each decision and each answer of a tick is news")
{
    CareNewsFinder news;
    Snapshot now;
    now.decisions.push_back({DecisionKind::tone, Ground::hold_s, {}, 8, 8});
    now.decisions.push_back({DecisionKind::yield, Ground::lag, {}, 0.1, 0.06});
    now.check_in.answers.push_back({Question::ease, CheckInTime::before, AnsweredBy::hand, 2});
    CHECK(kinds(news(now)) == std::vector<Kind>{Kind::answer, Kind::decision, Kind::decision});
}

TEST_CASE("A client reads what was said and asked, never an alert, a limit or the guard's log")
{
    for (std::size_t kind = 0; kind < kDecisionKinds; ++kind)
        for (std::size_t ground = 0; ground < kGrounds; ++ground) {
            const auto text = told(about(DecisionKind(kind), Ground(ground)), Viewer::client);
            CHECK((text.empty() || text.starts_with("Quiet, because")));
            CHECK(text.find_first_of("0123456789") == std::string::npos);
        }
    for (const Alert alert : {Alert::none, Alert::look, Alert::act}) {
        CHECK(told({.kind = Kind::alert, .alert = alert}, Viewer::client).empty());
        CHECK_FALSE(told({.kind = Kind::alert, .alert = alert}, Viewer::therapist).empty());
    }
    CHECK(told({.kind = Kind::phrase, .phrase = Phrase::softer}, Viewer::client)
          == sessions::english_phrases()[std::size_t(Phrase::softer)]);
}

TEST_CASE("A therapist reads each decision with its evidence, a client only why it became quiet")
{
    const auto brake = about(DecisionKind::brake, Ground::missed);
    CHECK(told(brake, Viewer::client) == "Quiet, because no answer came.");
    CHECK(told(brake, Viewer::therapist)
          == "  guard: brakes: 3 questions without an answer (limit 2)");
    CHECK(told(about(DecisionKind::brake, Ground::asked), Viewer::client).empty());
}

TEST_CASE("The choices that are read out stand on the screen already and are not told again")
{
    CHECK(told({.kind = Kind::phrase, .phrase = Phrase::ease_2}, Viewer::client).empty());
    CHECK(told({.kind = Kind::phrase, .phrase = Phrase::ask_ready}, Viewer::client).empty());
    CHECK_FALSE(
        told({.kind = Kind::phrase, .phrase = Phrase::how_to_answer}, Viewer::client).empty());
    CHECK(told({.kind = Kind::phrase, .phrase = Phrase::tone}, Viewer::client).empty());
}
