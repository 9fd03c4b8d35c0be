#include "app/page/members.hpp"
#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using enum Asker;

namespace {

struct Bad {
    Asker who;
    const char* method;
    const char* path;
    std::string body;
    const char* says;
};

const std::string kDeep = std::string(40, '[') + std::string(40, ']');

const std::vector<Bad> kBad = {
    {owner, "POST", "/api/mats", R"({})", "\"program\" is missing"},
    {owner, "POST", "/api/mats", R"([])", "JSON object"},
    {owner, "POST", "/api/mats", R"({"program":)", "cannot be read"},
    {owner, "POST", "/api/mats", R"({"program":1})", "\"program\" has to be a text"},
    {owner, "POST", "/api/mats", R"({"program":null})", "\"program\" has to be a text"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","minuets":5})",
     "did you mean 'minutes'?"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","minutes":"5"})",
     "\"minutes\" has to be a number"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","minutes":1e308})",
     "permitted is 0.5 .. 60"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","minutes":1e999})",
     "cannot be read"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","minutes":-5})", "permitted"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","confirmed":"yes"})",
     "true or false"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","sources":"simulator"})",
     "a list of texts"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","sources":[1]})",
     "a list of texts"},
    {owner, "POST", "/api/mats",
     R"({"program":"constructive-rest","sources":["a","a","a","a","a","a","a","a","a"]})",
     "at most 8"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rets"})",
     "did you mean 'constructive-rest'?"},
    {owner, "POST", "/api/mats", R"({"program":"../../etc/passwd"})", "There is no program"},
    {owner, "POST", "/api/mats", R"({"program":"/etc/passwd.toml"})", "There is no program"},
    {owner, "POST", "/api/mats", R"({"program":"constructive-rest","soundscape":"/etc/passwd"})",
     "There is no soundscape"},
    {therapist, "POST", "/api/mats",
     R"({"program":"release-session","limits":{"tremor_minutes":31}})",
     "\"limits.tremor_minutes\" is 31; permitted is 0.5 .. 30"},
    {therapist, "POST", "/api/mats",
     R"({"program":"release-session","limits":{"tremor_minute":3}})",
     "\"limits.tremor_minute\" is not known here; did you mean 'tremor_minutes'?"},
    {therapist, "POST", "/api/mats", R"({"program":"release-session","limits":[]})",
     "\"limits\" has to be an object"},
    {therapist, "POST", "/api/mats",
     R"({"program":"constructive-rest","limits":{"tremor_minutes":3}})", "has no guard"},
    {client, "POST", "/api/mats", R"({"program":"release-session","level":"olympic"})",
     "There is no level \"olympic\" in the program \"Release session\""},
    {client, "POST", "/api/mats", R"({"program":"constructive-rest","level":"first-times"})",
     "has no levels"},
    {client, "POST", "/api/mats", R"({"program":"release-session","level":""})",
     "\"level\" is empty"},
    {client, "POST", "/api/mats", R"({"program":"release-session","level":2})",
     "\"level\" has to be a text"},
    {therapist, "POST", "/api/mats",
     R"({"program":"release-session","limits":{"level":"first-times"}})",
     "\"limits.level\" is not known here"},
    {therapist, "POST", "/api/people", R"({"name":"a\nb"})", "cannot be shown"},
    {therapist, "POST", "/api/people", R"({"name":""})", ""},
    {therapist, "POST", "/api/people", R"({"nmae":"Anna"})", "did you mean 'name'?"},
    {owner, "POST", "/api/paired", R"({"role":"admin"})", "viewer, client or therapist"},
    {owner, "POST", "/api/paired", R"({"role":"viewer","owner":true})", "\"owner\" is not known"},
    {owner, "POST", "/api/paired", R"({"role":"viewer","mat":5})", "permitted is 0 .. 4"},
    {owner, "POST", "/api/paired", R"({"role":"viewer","mat":1.5})", "whole number"},
    {owner, "POST", "/api/try", R"({"what":"smell"})", "sound, touch or midi"},
    {owner, "POST", "/api/forget", R"({"what":"everything"})", "\"words\" is missing"},
    {owner, "POST", "/api/forget", R"({"what":"everything","words":"Delete everything"})",
     "Nothing was deleted"},
    {owner, "POST", "/api/forget", R"({"what":"session","words":"delete everything"})",
     "has to be everything"},
    {owner, "PUT", "/api/settings", R"({"volume":3})", "did you mean 'volume_db'?"},
    {owner, "PUT", "/api/settings", R"({"volume_db":13})", "permitted is -60 .. 12"},
    {owner, "PUT", "/api/settings", R"({"touch_strength":1.01})", "permitted is 0 .. 1"},
    {owner, "PUT", "/api/settings", R"({"touch":"motor"})", "it has to be line:PORT"},
    {owner, "PUT", "/api/settings", R"({"osc":"nine"})", "nine"},
    {owner, "PUT", "/api/settings", R"({"sources":["simulatr"]})", "did you mean 'simulator'?"},
    {owner, "PUT", "/api/settings", R"({"soundscape":"thunder"})", "thunder"},
    {owner, "PUT", "/api/settings", R"({"voice":"nobody-speaks"})", "nobody-speaks"},
    {owner, "PUT", "/api/settings", R"({"music":"/nowhere/at/all"})", "There is no music"},
    {owner, "PUT", "/api/settings", R"({"language":"de"})", "has to be en"},
    {owner, "PUT", "/api/settings", R"({"record":1})", "true or false"},
    {owner, "PUT", "/api/settings", kDeep, "nested too deeply"},
    {none, "POST", "/api/pair", R"({"code":"A"})", "\"name\" is missing"},
    {none, "POST", "/api/pair", R"({"code":7,"name":"x"})", "\"code\" has to be a text"},
};

} // namespace

TEST_CASE("What makes no sense is refused in a sentence that names it, and nothing happens")
{
    PageHouse house;
    const auto before = names_in(house.path(""));
    for (const auto& bad : kBad) {
        INFO(bad.method << ' ' << bad.path << ' ' << bad.body);
        const auto response = house.asked(bad.who, bad.method, bad.path, bad.body);
        CHECK(response.status == 400);
        const auto error = error_in(response);
        CHECK_THAT(error, Contains(bad.says));
        CHECK(error.size() > 10);
        CHECK(error.ends_with('.') | error.ends_with('?'));
    }
    CHECK(house.studio.mats().empty());
    auto after = names_in(house.path(""));
    std::erase_if(after, [](const std::string& name) { return name.starts_with("data"); });
    CHECK(after == before);
}

TEST_CASE("What is asked behind the question mark is as strict")
{
    PageHouse house;
    const auto status = [&](const char* path, const char* name, const char* value) {
        return house.asked(therapist, "GET", path, "", {{name, value}}).status;
    };
    CHECK(status("/api/sessions", "latest", "5") == 200);
    for (const char* latest : {"0", "-1", "1e3", "5x", "99999999999999999999", "10001"})
        CHECK(status("/api/sessions", "latest", latest) == 400);
    CHECK(status("/api/sessions", "lastest", "5") == 400);
    CHECK(status("/api/sessions/1", "care", "true") == 400);
    CHECK(status("/api/sessions", "person", "Nobody") == 404);
    CHECK(status("/api/trends", "person", "' OR 1=1 --") == 404);
}

TEST_CASE("Of two members of one name one counts, and it is the one that was looked at")
{
    auto members = app::page::members_of(R"({"role":"viewer","role":"therapist"})");
    REQUIRE(members);
    CHECK(members->text("role") == "therapist");
    CHECK(members->fine());
}

TEST_CASE("A long name in a request is cut in the sentence that names it")
{
    auto members = app::page::members_of("{\"" + std::string(10'000, 'x') + "\":1}");
    REQUIRE(members);
    const auto fine = members->fine();
    REQUIRE(!fine);
    CHECK(fine.error().message.size() < 200);
}
