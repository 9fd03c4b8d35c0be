#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using enum Asker;

namespace {

// Decisions of a guard, a therapist's note, a limit and a suspicion, as rows and files tell them.
const std::vector<std::string> kCare = {
    "blanket",   "\"care\"",   "decision",     "\"note\"",           "limit ",
    "agreed on", "freeze",     "ask_response", "still after tremor", "suspect",
    "hold_s",    "tremor_s 1", "schedule_s",   "response_heard"};

const Simulated kTrembling{.program = "release-session", .minutes = 6, .body = "trembling"};

} // namespace

TEST_CASE("What is about care stands in no byte of an answer to a client's device")
{
    PageHouse house;
    house.kept(app::kOneself, kTrembling);
    const auto told = house.asked(therapist, "GET", "/api/sessions/1").body;
    CHECK_THAT(told, Contains("blanket") && Contains("\"care\"") && Contains("\"note\""));
    for (const auto who : {client, owner})
        for (const char* path : {"/api/sessions/1", "/api/sessions/1/report.html", "/api/sessions",
                                 "/api/trends", "/api/comparison"}) {
            const auto response = house.asked(who, "GET", path);
            INFO(path);
            REQUIRE(response.status == 200);
            for (const auto& words : kCare) {
                INFO(words);
                CHECK(response.body.find(words) == std::string::npos);
            }
        }
}

TEST_CASE("A brake that was decided is told to whoever felt it, but not why")
{
    PageHouse house;
    const auto me = house.person(app::kOneself);
    const auto repository = app::open_history_of(house.house.history);
    history::SessionRow row;
    row.person = me.id;
    row.program_id = "constructive-rest";
    row.began = history::WallTime(std::chrono::hours(490'000));
    history::Batch rows;
    rows.markers = {{1, "mark", ""},
                    {2, "brake", "missed 3, limit 3"},
                    {3, "suspect_freeze", "stillness_s 61, limit 60"},
                    {4, "freeze", "61"},
                    {5, "note", "the left knee, whispered"},
                    {6, "sigh", "2.4"},
                    {7, "brake", ""}};
    REQUIRE((*repository)->add_session(row, rows));

    const auto kinds = [&](Asker who) {
        std::string text;
        const auto answer = house.json(who, "/api/sessions/1");
        for (const auto& marker : *answer.find<Json::Array>("markers"))
            text +=
                *marker.find<std::string>("kind") + '(' + *marker.find<std::string>("text") + ") ";
        return text;
    };
    CHECK(kinds(client) == "mark() brake() sigh(2.4) brake() ");
    CHECK_THAT(kinds(therapist),
               Contains("brake(missed 3, limit 3) suspect_freeze(")
                   && Contains("note(the left knee, whispered)"));
}

TEST_CASE("A client's report is the client's copy, a therapist's the therapist's")
{
    PageHouse house;
    house.kept(app::kOneself, kTrembling);
    const auto mine = house.asked(client, "GET", "/api/sessions/1/report.html");
    const auto theirs = house.asked(therapist, "GET", "/api/sessions/1/report.html");
    CHECK(mine.type == "text/html; charset=utf-8");
    CHECK(mine.file_name == "crura-session-1.html");
    CHECK_THAT(theirs.body, Contains("blanket"));
    CHECK_THAT(mine.body, !Contains("blanket") && Contains("</html>"));
    const auto pdf = house.asked(client, "GET", "/api/sessions/1/report.pdf");
    CHECK(pdf.type == "application/pdf");
    CHECK(pdf.body.starts_with("%PDF-"));
    CHECK(pdf.file_name == "crura-session-1.pdf");
}
