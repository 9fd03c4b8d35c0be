#include "support/page_answers.hpp"
#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using enum Asker;

namespace {

// Points of a curve, all of whose columns are as long, whose times rise.
double points_in(const Json& curve)
{
    const auto& times = array_in(curve, "time_s");
    for (const auto& [name, column] : std::get<Json::Object>(curve.value))
        CHECK(std::get<Json::Array>(column.value).size() == times.size());
    for (std::size_t i = 1; i < times.size(); ++i)
        CHECK(std::get<double>(times[i].value) >= std::get<double>(times[i - 1].value));
    return double(times.size());
}

} // namespace

TEST_CASE("Sessions come latest first, as many as are wanted")
{
    PageHouse house;
    house.kept(app::kOneself, {.minutes = 0.5});
    const auto repository = app::open_history_of(house.house.history);
    for (int day = 1; day <= 7; ++day) {
        history::SessionRow row;
        row.person = 1;
        row.program_id = "later";
        row.began = history::WallTime(std::chrono::hours(700'000 + 24 * day));
        REQUIRE((*repository)->add_session(row, {}));
    }
    const auto ids = [&](std::vector<std::pair<std::string, std::string>> query) {
        std::vector<double> numbers;
        for (const auto& row : array_in(house.json(client, "/api/sessions", query), "sessions"))
            numbers.push_back(number_in(row, "id"));
        return numbers;
    };
    CHECK(ids({}) == std::vector<double>{8, 7, 6, 5, 4, 3, 2, 1});
    CHECK(ids({{"latest", "2"}}) == std::vector<double>{8, 7});
    CHECK(array_in(house.json(client, "/api/start"), "sessions").size() == 5);
}

TEST_CASE("A session is told with its breaths, its course and its story")
{
    PageHouse house;
    house.kept(app::kOneself, {.minutes = 3});
    const auto answer = house.json(client, "/api/sessions/1");
    const auto& row = in(answer, "session");
    CHECK(text_in(row, "person") == "me");
    CHECK(text_in(row, "began") == "2026-11-22T09:30:00Z");
    CHECK(text_in(in(row, "program"), "id") == "constructive-rest");
    CHECK(double(array_in(answer, "breaths").size()) == number_in(row, "breaths"));
    CHECK(array_in(answer, "breaths").size() > 10);

    const auto& course = in(answer, "course");
    const double length_s = number_in(course, "length_s");
    CHECK(length_s > 150);
    for (const char* band : {"thoracic", "abdominal"}) {
        const auto points = points_in(in(in(course, "displacement"), band));
        CHECK(points > 5 * length_s);
        CHECK(points <= 20 * length_s + 2);
    }
    for (const char* curve : {"rate_bpm", "share", "trend"})
        CHECK(points_in(in(course, curve)) <= 3 * length_s);
    CHECK(!array_in(course, "steps").empty());
    CHECK(text_in(in(answer, "story"), "title") == text_in(in(row, "program"), "name"));
    CHECK(text_in(in(answer, "files"), "text").empty());
}

TEST_CASE("A session whose recording has gone, or cannot be read, is told without, and says so")
{
    PageHouse house;
    const auto file = house.kept(app::kOneself, {.minutes = 0.5});
    const auto why = [&] {
        const auto answer = house.json(client, "/api/sessions/1");
        CHECK(in(answer, "course") == Json());
        CHECK(in(answer, "story") == Json());
        CHECK(house.asked(client, "GET", "/api/sessions/1/report.pdf").status == 404);
        const auto text = text_in(in(answer, "files"), "text");
        CHECK_THAT(text, !Contains("/"));
        return text;
    };
    write_text(file, "no recording at all");
    CHECK_THAT(why(), Contains("cannot be read"));
    std::filesystem::remove(file);
    CHECK_THAT(why(), Contains("not where it was kept"));
    CHECK(house.asked(client, "GET", "/api/sessions/2").status == 404);
}

TEST_CASE("Trends say what the command says, with points as they are shown")
{
    PageHouse house;
    CHECK_THAT(text_in(house.json(client, "/api/trends"), "text"), Contains("no sessions yet"));
    const auto me = house.person(app::kOneself);
    const auto repository = app::open_history_of(house.house.history);
    for (int day = 0; day < 40; ++day) {
        history::SessionRow row;
        row.person = me.id;
        row.program_id = "constructive-rest";
        row.program_name = "Constructive rest";
        row.began = history::WallTime(std::chrono::hours(490'000 + 24 * day));
        row.ended = row.began + std::chrono::minutes(20);
        row.finished = true;
        row.figures.length_s = row.figures.heard_s = 1200;
        row.figures.abdominal_share = {0.5 + 0.01 * (day % 5), 0.02, true};
        row.figures.partition = Partition::calibrated;
        REQUIRE((*repository)->add_session(row, {}));
    }
    const auto trends = house.json(client, "/api/trends");
    CHECK(number_in(trends, "sessions") == 40);
    CHECK(text_in(in(trends, "program"), "name") == "Constructive rest");
    const auto& measures = array_in(trends, "measures");
    REQUIRE(measures.size() == 1);
    CHECK(text_in(measures[0], "id") == "abdominal_share");
    CHECK(text_in(measures[0], "verdict") == "too_few");
    CHECK_THAT(text_in(measures[0], "text"), StartsWith("Too few sessions yet"));
    const auto& points = array_in(measures[0], "points");
    REQUIRE(points.size() == 40);
    CHECK(points[1] == Json(Json::Array{"2025-11-25T16:00:00Z", 51., 2.}));
    const auto other = house.json(client, "/api/trends", {{"program", "slow-breath"}});
    CHECK(in(other, "program") == Json());
    CHECK_THAT(text_in(other, "text"), Contains("no session of 'slow-breath'"));
}

TEST_CASE("A therapist says whose trend is meant, for that of all together is none")
{
    PageHouse house(true);
    CHECK(house.asked(therapist, "GET", "/api/trends").status == 400);
    CHECK(house.asked(therapist, "GET", "/api/comparison").status == 400);
    REQUIRE(house.asked(therapist, "POST", "/api/people", R"({"name":"Linden"})").status == 201);
    CHECK(house.asked(therapist, "POST", "/api/people", R"({"name":"Linden"})").status == 409);
    CHECK(array_in(house.json(therapist, "/api/people"), "people").size() == 1);
    CHECK(
        house.json(therapist, "/api/trends", {{"person", "Linden"}}).find<Json::Array>("measures"));
    const auto compared = house.json(therapist, "/api/comparison", {{"person", "Linden"}});
    CHECK_THAT(text_in(compared, "text"), Contains("Nothing was compared yet"));
}

TEST_CASE("A comparison is told as far as it is, and no side that comes next")
{
    PageHouse house;
    history::ComparisonRow row;
    row.person = house.person(app::kOneself).id;
    row.kind = "sound";
    row.a = "sea";
    row.b = "bowls";
    row.program_id = "constructive-rest";
    row.outcome = "abdominal_share";
    row.sessions = 20;
    row.began = history::WallTime(std::chrono::hours(490'000));
    const auto repository = app::open_history_of(house.house.history);
    REQUIRE((*repository)->begin_comparison(row));
    const auto answer = house.json(client, "/api/comparison");
    const auto& compared = array_in(answer, "comparisons");
    REQUIRE(compared.size() == 1);
    CHECK(number_in(compared[0], "planned") == 20);
    CHECK(number_in(compared[0], "done") == 0);
    CHECK_THAT(text_in(compared[0], "text"), Contains("0 of 20"));
    CHECK(!names_of(compared[0]).contains("next"));
    CHECK(!names_of(compared[0]).contains("seed"));
}
