#include "access/pairing_code.hpp"
#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using enum Asker;

namespace {

constexpr const char* kQuiet =
    R"({"sources":["simulator"],"audio":"none","midi":"none","touch":"none"})";

Json read(const web::Response& response)
{
    const auto json = json::parse_json(response.body);
    REQUIRE(json);
    return *json;
}

const Json& in(const Json& json, const std::string& name)
{
    for (const auto& [key, value] : std::get<Json::Object>(json.value))
        if (key == name)
            return value;
    FAIL("no " + name);
    return json;
}

Json::Array array_in(const Json& json, const std::string& name)
{
    return std::get<Json::Array>(in(json, name).value);
}

std::string text_in(const Json& json, const std::string& name)
{
    return std::get<std::string>(in(json, name).value);
}

double number_in(const Json& json, const std::string& name)
{
    return std::get<double>(in(json, name).value);
}

std::set<std::string> names_of(const Json& json)
{
    std::set<std::string> names;
    for (const auto& [name, value] : std::get<Json::Object>(json.value))
        names.insert(name);
    return names;
}

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

int open_mat(PageHouse& house, const std::string& body = R"({"program":"constructive-rest"})")
{
    const auto response = house.asked(therapist, "POST", "/api/mats", body);
    INFO(response.body);
    REQUIRE(response.status == 201);
    return int(number_in(read(response), "mat"));
}

} // namespace

TEST_CASE("A device is told who it is")
{
    PageHouse house;
    const auto mine = house.json(bound, "/api/me");
    CHECK(text_in(in(mine, "device"), "role") == "therapist");
    CHECK(number_in(in(mine, "device"), "mat") == 2);
    CHECK(in(mine, "therapist") == Json(false));
    CHECK(text_in(in(mine, "lan"), "url") == "https://rest.local:8443");
    CHECK(names_of(in(mine, "device"))
          == std::set<std::string>{"id", "name", "role", "owner", "mat"});
}

TEST_CASE("A code lets one device in, once, with the role that it was made for")
{
    PageHouse house;
    const auto offered = house.asked(owner, "POST", "/api/paired", R"({"role":"client","mat":3})");
    REQUIRE(offered.status == 201);
    const auto offer = read(offered);
    const auto code = text_in(offer, "code");
    CHECK(text_in(offer, "url") == "https://rest.local:8443/#/pair/" + code);
    CHECK_THAT(text_in(offer, "qr"), Contains("<svg"));

    const auto body = R"({"code":")" + code + R"(","name":"Her phone"})";
    const auto paired = house.asked(none, "POST", "/api/pair", body);
    REQUIRE(paired.status == 200);
    REQUIRE(paired.token);
    CHECK(paired.token->size() > 30);
    CHECK(text_in(in(read(paired), "device"), "name") == "Her phone");
    CHECK(paired.body.find(*paired.token) == std::string::npos);
    CHECK(house.asked(none, "POST", "/api/pair", body).status == 410);

    web::Request me;
    me.method = "GET";
    me.path = "/api/me";
    me.token = *paired.token;
    const auto device = in(read(app::page::answer(house.house, me)), "device");
    CHECK(text_in(device, "role") == "client");
    CHECK(number_in(device, "mat") == 3);

    const auto revoked =
        house.asked(owner, "DELETE", "/api/paired/" + text_in(device, "id")).status;
    CHECK(revoked == 200);
    CHECK(house.revoked == std::vector<std::string>{text_in(device, "id")});
    CHECK(app::page::answer(house.house, me).status == 401);
}

TEST_CASE("Wrong codes are refused, and many of them for a while")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "POST", "/api/paired", R"({"role":"client"})").status == 201);
    const auto guess = [&] {
        const auto body = R"({"code":")" + access::new_code() + R"(","name":"x"})";
        return house.asked(none, "POST", "/api/pair", body).status;
    };
    CHECK(guess() == 403);
    std::set<unsigned> statuses;
    for (int each = 0; each < 60; ++each)
        statuses.insert(guess());
    CHECK(statuses.contains(429));
    for (const auto status : statuses)
        CHECK((status == 403 || status == 410 || status == 429));
}

TEST_CASE("Whoever leaves is forgotten; the machine's own browser is not taken away")
{
    PageHouse house;
    const auto left = house.asked(viewer, "POST", "/api/leave");
    CHECK(left.status == 200);
    CHECK(left.token == "");
    CHECK(house.revoked.size() == 1);
    CHECK(house.asked(viewer, "GET", "/api/me").status == 401);

    std::string own;
    for (const auto& device : array_in(house.json(owner, "/api/paired"), "devices"))
        if (in(device, "owner") == Json(true))
            own = text_in(device, "id");
    CHECK(house.asked(owner, "DELETE", "/api/paired/" + own).status == 409);
    CHECK(house.asked(owner, "DELETE", "/api/paired/nobody").status == 404);
    CHECK(house.asked(owner, "GET", "/api/me").status == 200);
}

TEST_CASE("The start has a card for every program, and says what there is at a glance")
{
    PageHouse house;
    const auto start = house.json(viewer, "/api/start");
    const auto cards = array_in(start, "programs");
    CHECK(cards.size() >= 15);
    for (const auto& card : cards) {
        INFO(text_in(card, "id"));
        CHECK(names_of(card)
              == std::set<std::string>{"id", "name", "summary", "minutes", "offered_minutes",
                                       "longest_minutes", "cautions", "needs_confirmation",
                                       "checklist", "levels", "guard", "soundscape", "steps"});
        CHECK(number_in(card, "minutes") > 0);
        CHECK(number_in(card, "longest_minutes") <= 60);
        CHECK(in(card, "needs_confirmation") == Json(!array_in(card, "cautions").empty()));
    }
    CHECK(array_in(start, "sessions").empty());
    CHECK_THAT(text_in(in(start, "history"), "text"), Contains("first session"));
}

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

TEST_CASE("Four mats open, a fifth is refused, and one that was closed makes room")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    std::set<int> mats;
    for (int each = 0; each < 4; ++each)
        mats.insert(open_mat(house));
    CHECK(mats == std::set<int>{1, 2, 3, 4});
    const auto fifth =
        house.asked(client, "POST", "/api/mats", R"({"program":"constructive-rest"})");
    CHECK(fifth.status == 409);
    CHECK_THAT(error_in(fifth), Contains("All 4 mats are taken"));
    CHECK(house.asked(bound, "DELETE", "/api/mats/3").status == 403);
    CHECK(house.asked(bound, "DELETE", "/api/mats/2").status == 200);
    CHECK(house.asked(bound, "DELETE", "/api/mats/2").status == 404);
    CHECK(open_mat(house) == 2);
    CHECK(house.json(client, "/api/sessions").find<Json::Array>("sessions")->empty());
}

TEST_CASE("Cautions are to be read before the first time, and not again")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    const auto unread =
        house.asked(client, "POST", "/api/mats", R"({"program":"release-session"})");
    CHECK(unread.status == 409);
    CHECK(!array_in(read(unread), "cautions").empty());
    CHECK(house.studio.mats().empty());
    const auto mat = open_mat(house, R"({"program":"release-session","confirmed":true})");
    CHECK(house.asked(client, "DELETE", "/api/mats/" + std::to_string(mat)).status == 200);
    open_mat(house, R"({"program":"release-session"})");
    for (const auto& card : array_in(house.json(client, "/api/start"), "programs"))
        if (text_in(card, "id") == "release-session")
            CHECK(in(card, "needs_confirmation") == Json(false));
}

TEST_CASE("Limits and persons are a therapist's to set, files of the machine its owner's to name")
{
    PageHouse house;
    const auto status = [&](Asker who, const std::string& more) {
        return house
            .asked(who, "POST", "/api/mats", R"({"program":"constructive-rest",)" + more + '}')
            .status;
    };
    for (const auto who : {client, owner}) {
        CHECK(status(who, R"("limits":{"slowest_bpm":6})") == 403);
        CHECK(status(who, R"("limits":{})") == 403);
        CHECK(status(who, R"("person":"Anna")") == 403);
    }
    CHECK(status(client, R"("sources":["play:/etc/passwd"])") == 403);
    CHECK(status(therapist, R"("sources":["osc:9000,/etc/passwd"])") == 403);
    CHECK(status(owner, R"("sources":["play:/nowhere.csv"])") == 400);
    CHECK(status(therapist, R"("person":"Anna")") == 400);
    CHECK(house.studio.mats().empty());
}

TEST_CASE("While a mat is open nothing is tried and nothing forgotten")
{
    PageHouse house;
    const auto file = house.kept(app::kOneself, {.minutes = 0.5});
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    open_mat(house);
    CHECK(house.asked(owner, "POST", "/api/try", R"({"what":"sound"})").status == 409);
    CHECK(house
              .asked(owner, "POST", "/api/forget",
                     R"({"what":"everything","words":"delete everything"})")
              .status
          == 409);
    CHECK(std::filesystem::exists(file));
}

TEST_CASE("What is switched off is not tried, and says so")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    for (const char* what : {"sound", "touch", "midi"}) {
        const auto tried =
            house.asked(owner, "POST", "/api/try", std::string(R"({"what":")") + what + "\"}");
        CHECK(tried.status == 200);
        CHECK_THAT(text_in(read(tried), "text"), Contains("switched off"));
    }
}

TEST_CASE("What is tried says whether it is there")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", R"({"touch":"rumble:no such pad"})").status
            == 200);
    const auto tried = house.asked(owner, "POST", "/api/try", R"({"what":"touch"})");
    CHECK(tried.status == 200);
    CHECK_THAT(text_in(read(tried), "text"), Contains("not there now"));
}

TEST_CASE("A session is deleted with its recording and what was made of it, and no other")
{
    PageHouse house;
    const auto file = house.kept(app::kOneself, {.minutes = 0.5});
    const auto other = house.kept(app::kOneself, {.minutes = 0.6, .seed = 3}, "other.crura");
    auto edf = file;
    write_text(edf.replace_extension(".edf"), "x");
    CHECK(house.asked(client, "DELETE", "/api/sessions/1").status == 403);
    CHECK(house.asked(owner, "DELETE", "/api/sessions/7").status == 404);
    CHECK(std::filesystem::exists(file));
    const auto deleted = house.asked(owner, "DELETE", "/api/sessions/1");
    REQUIRE(deleted.status == 200);
    CHECK_THAT(text_in(read(deleted), "text"), StartsWith("Deleted: "));
    CHECK(!std::filesystem::exists(file));
    CHECK(!std::filesystem::exists(edf));
    CHECK(std::filesystem::exists(other));
    CHECK(house.asked(client, "GET", "/api/sessions/1").status == 404);
    CHECK(house.asked(client, "GET", "/api/sessions/2").status == 200);
    CHECK(house.asked(owner, "DELETE", "/api/sessions/1").status == 404);
}

TEST_CASE("Forgetting everything leaves no recording, no history, no settings and no device")
{
    PageHouse house;
    house.kept(app::kOneself, {.minutes = 0.5});
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    const auto gone = house.asked(owner, "POST", "/api/forget",
                                  R"({"what":"everything","words":"delete everything"})");
    REQUIRE(gone.status == 200);
    CHECK(gone.token == "");
    const auto left = names_in(house.path(""));
    CHECK(left.empty() | (left == std::set<std::string>{"data", "state"}));
    CHECK(house.asked(owner, "GET", "/api/me").status == 401);
}
