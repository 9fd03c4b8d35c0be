#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace {

// Who gets past the door; what is behind it may still say no, but not 401 or 403.
struct Row {
    const char* method;
    const char* path;
    std::vector<Asker> let_in;
};

using enum Asker;
const std::vector<Asker> kEverybody = {viewer, client, therapist, owner, bound};
const std::vector<Asker> kThoseWhoLead = {client, therapist, owner};
const std::vector<Asker> kTherapists = {therapist};
const std::vector<Asker> kOwner = {owner};
const std::vector<Asker> kNobody = {};

// One that would change much asks for what cannot be.
const std::vector<Row> kTable = {
    {"GET", "/api/me", kEverybody},
    {"GET", "/api/start", kEverybody},
    {"GET", "/api/sensors", kThoseWhoLead},
    {"POST", "/api/mats", kThoseWhoLead},
    {"DELETE", "/api/mats/3", kThoseWhoLead},
    {"DELETE", "/api/mats/2", {client, therapist, owner, bound}},
    {"GET", "/api/people", kTherapists},
    {"POST", "/api/people", kTherapists},
    {"GET", "/api/sessions", kThoseWhoLead},
    {"GET", "/api/sessions/77", kThoseWhoLead},
    {"GET", "/api/sessions/77/report.pdf", kThoseWhoLead},
    {"GET", "/api/sessions/77/report.html", kThoseWhoLead},
    {"DELETE", "/api/sessions/77", kOwner},
    {"GET", "/api/trends", kThoseWhoLead},
    {"GET", "/api/comparison", kThoseWhoLead},
    {"GET", "/api/settings", kThoseWhoLead},
    {"PUT", "/api/settings", kOwner},
    {"GET", "/api/devices", kThoseWhoLead},
    {"POST", "/api/try", kOwner},
    {"GET", "/api/paired", kOwner},
    {"POST", "/api/paired", kOwner},
    {"DELETE", "/api/paired/nobody", kOwner},
    {"POST", "/api/forget", kOwner},
};

bool has(const std::vector<Asker>& askers, Asker who)
{
    return std::find(askers.begin(), askers.end(), who) != askers.end();
}

void check_door(PageHouse& house, const Row& row, const std::vector<Asker>& let_in)
{
    const std::string body = std::string(row.method) == "POST" ? "{\"nothing\":1}" : "";
    for (const auto who : {stranger, none, viewer, client, therapist, owner, bound}) {
        INFO(row.method << ' ' << row.path << " asked by " << int(who));
        const auto response = house.asked(who, row.method, row.path, body);
        INFO(response.body);
        if (who == stranger || who == none) {
            CHECK(response.status == 401);
        } else if (has(let_in, who)) {
            CHECK(response.status != 401);
            CHECK(response.status != 403);
            CHECK(response.status < 500);
        } else {
            CHECK(response.status == 403);
            CHECK(!error_in(response).empty());
        }
    }
}

} // namespace

TEST_CASE("Each request lets in whom the table says, and nobody else")
{
    PageHouse house;
    for (const auto& row : kTable)
        check_door(house, row, row.let_in);
}

TEST_CASE("What is kept of a therapist's clients is for a therapist's devices alone")
{
    PageHouse house(true);
    for (const auto& row : kTable) {
        const std::string path = row.path;
        const bool kept =
            path.starts_with("/api/sessions") || path == "/api/trends" || path == "/api/comparison";
        if (kept && std::string(row.method) == "GET")
            check_door(house, row, kTherapists);
        else
            check_door(house, row, row.let_in);
    }
}

TEST_CASE("Whoever is not paired is told nothing, not even what there is")
{
    PageHouse house;
    for (const char* path : {"/api/nothing", "/api/", "/api/sessions/x", "/api"})
        CHECK(house.asked(stranger, "GET", path).status == 401);
    CHECK(house.asked(stranger, "DELETE", "/api/me").status == 401);
}

TEST_CASE("A path that is none of the table's is not there, whatever stands in it")
{
    PageHouse house;
    for (const char* path : {"/api/sessions/../..",
                             "/api/sessions/../../etc/passwd",
                             "/api/sessions/..",
                             "/api/sessions/0",
                             "/api/sessions/-1",
                             "/api/sessions/1e3",
                             "/api/sessions/+7",
                             "/api/sessions/99999999999999999999999",
                             "/api/sessions/7/",
                             "/api//sessions",
                             "/api/sessions/7/report.exe",
                             "/api/sessions/7/../7/report.pdf",
                             "/api/sessions/7 ",
                             "/api/sessions//report.pdf",
                             "/api/me/me",
                             "/api",
                             "",
                             "/",
                             "api/me",
                             "/API/ME"}) {
        INFO(path);
        CHECK(house.asked(therapist, "GET", path).status == 404);
    }
    CHECK(house.asked(therapist, "GET", std::string("/api/me\0x", 9)).status == 404);
    CHECK(house.asked(owner, "DELETE", "/api/paired/../../x").status == 404);
}

TEST_CASE("A path that takes other methods says so")
{
    PageHouse house;
    CHECK(house.asked(owner, "PUT", "/api/me").status == 405);
    CHECK(house.asked(owner, "PATCH", "/api/sessions/7").status == 405);
    CHECK(house.asked(owner, "get", "/api/me").status == 405);
}

TEST_CASE("What is sent is JSON and says so, or is not read")
{
    PageHouse house;
    for (const char* type :
         {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
        web::Request request;
        request.method = "POST";
        request.path = "/api/try";
        request.token = house.token(owner);
        request.body = R"({"what":"sound"})";
        request.content_type = type;
        CHECK(app::page::answer(house.house, request).status == 415);
    }
}

TEST_CASE("A client's device sees the sessions of the one whose history it is, not of others in it")
{
    PageHouse house;
    house.kept(app::kOneself, {.minutes = 0.5});
    house.kept("Linden", {.minutes = 0.6, .seed = 2}, "other.crura");
    CHECK(house.json(client, "/api/sessions").find<Json::Array>("sessions")->size() == 1);
    CHECK(house.json(client, "/api/sessions/1").find<Json::Object>("session"));
    CHECK(house.asked(client, "GET", "/api/sessions/2").status == 404);
    CHECK(house.asked(client, "GET", "/api/sessions/2/report.pdf").status == 404);
    CHECK(house.asked(client, "GET", "/api/sessions", "", {{"person", "Linden"}}).status == 403);
    CHECK(house.asked(client, "GET", "/api/trends", "", {{"person", "Linden"}}).status == 403);
    const auto hers = house.json(therapist, "/api/sessions", {{"person", "Linden"}});
    CHECK(hers.find<Json::Array>("sessions")->size() == 1);
    CHECK(house.json(therapist, "/api/sessions/2").find<Json::Object>("session"));
}

TEST_CASE("Last sessions are shown at the start to those only who may see sessions")
{
    PageHouse own;
    own.kept(app::kOneself, {.minutes = 0.5});
    const auto shown = [](PageHouse& house, Asker who) {
        return house.json(who, "/api/start").find<Json::Array>("sessions")->size();
    };
    CHECK(shown(own, client) == 1);
    CHECK(shown(own, viewer) == 0);
    CHECK(shown(own, bound) == 0);
    PageHouse clients(true);
    clients.kept("Linden", {.minutes = 0.5});
    CHECK(shown(clients, therapist) == 1);
    CHECK(shown(clients, client) == 0);
}
