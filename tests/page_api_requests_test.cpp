#include "access/pairing_code.hpp"
#include "support/page_answers.hpp"
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

TEST_CASE("Whoever leaves is forgotten, and the machine's own browser is not taken away")
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
