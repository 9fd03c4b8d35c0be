#include "support/page_answers.hpp"
#include "support/page_house.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using enum Asker;
using namespace std::chrono_literals;

namespace {

constexpr const char* kQuiet =
    R"({"sources":["simulator"],"audio":"none","midi":"none","touch":"none"})";

int open_mat(PageHouse& house, const std::string& body = R"({"program":"constructive-rest"})")
{
    const auto response = house.asked(therapist, "POST", "/api/mats", body);
    INFO(response.body);
    REQUIRE(response.status == 201);
    return int(number_in(read(response), "mat"));
}

// How much tremor the guard of this mat lets be.
Duration tremor_agreed_on(PageHouse& house, int mat)
{
    Duration agreed{};
    REQUIRE(within(30s, [&] {
        for (const auto& each : house.studio.look())
            if (each.mat == mat && each.newest)
                agreed = each.newest->guard.tremor_limit;
        return agreed > 0s;
    }));
    return agreed;
}

} // namespace

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

TEST_CASE("A program's card says how many minutes of tremor each level agrees on")
{
    PageHouse house;
    std::vector<double> minutes;
    for (const auto& card : array_in(house.json(client, "/api/start"), "programs"))
        if (text_in(card, "id") == "release-session")
            for (const auto& level : array_in(card, "levels"))
                minutes.push_back(number_in(level, "tremor_minutes"));
    CHECK(minutes == std::vector<double>{2, 5, 10, 15});
}

TEST_CASE("The level of a program is anybody's to choose, and is the first where nobody chose")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kQuiet).status == 200);
    const auto who = GENERATE(client, owner, therapist);
    const auto agreed_with = [&](const std::string& more) {
        const auto opened =
            house.asked(who, "POST", "/api/mats",
                        R"({"program":"release-session","confirmed":true)" + more + '}');
        INFO(opened.body);
        REQUIRE(opened.status == 201);
        return tremor_agreed_on(house, int(number_in(read(opened), "mat")));
    };
    CHECK(agreed_with("") == 2min);
    CHECK(agreed_with(R"(,"level":"first-times")") == 5min);
    CHECK(agreed_with(R"(,"level":"experienced")") == 15min);
    if (who == therapist)
        CHECK(agreed_with(R"(,"level":"experienced","limits":{"tremor_minutes":3})") == 3min);
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
