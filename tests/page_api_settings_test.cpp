#include "app/page/mat_wish.hpp"
#include "app/page/settings.hpp"
#include "support/page_house.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using namespace crura::app;
using namespace crura::app::page;
using Catch::Matchers::Contains;
using enum Asker;

namespace {

RunOptions options_of(const std::string& body, const Settings& settings = {},
                      const HistoryChoice& history = {})
{
    const auto wish = wish_in(body);
    if (!wish)
        FAIL(wish.error().message);
    return run_options(*wish, settings, history);
}

constexpr const char* kAll =
    R"({"sources":["simulator:slow"],"audio":"none","volume_db":-6,"soundscape":"near-silence",)"
    R"("midi":"none","osc":"9001","touch":"rumble","touch_strength":0.3,"record":false})";

} // namespace

TEST_CASE("Settings that were never made are those of the command line")
{
    PageHouse house;
    const auto settings = read_settings();
    REQUIRE(settings);
    const auto output = output_of(*settings);
    const OutputOptions usual;
    CHECK(output.audio == usual.audio);
    CHECK(output.volume_db == usual.volume_db);
    CHECK(output.midi == usual.midi);
    CHECK(output.touch == usual.touch);
    CHECK(output.touch_strength == usual.touch_strength);
    CHECK(settings->record);
    CHECK(settings->sources.empty());
}

TEST_CASE("Settings come back as they were written, in a file of their owner's")
{
    PageHouse house;
    const auto put = house.asked(owner, "PUT", "/api/settings", kAll);
    REQUIRE(put.status == 200);
    const auto file = settings_file();
    CHECK((mode_of(file) & 0777) == 0600);
    CHECK(house.asked(client, "GET", "/api/settings").body == put.body);
    const auto read = read_settings();
    REQUIRE(read);
    CHECK(read->sources == std::vector<std::string>{"simulator:slow"});
    CHECK(read->volume_db == -6);
    CHECK(!read->record);
    CHECK(output_of(*read).osc == "9001");
    CHECK(output_of(*read).touch_strength == 0.3);
}

TEST_CASE("What a change does not name stays as it was")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kAll).status == 200);
    REQUIRE(house.asked(owner, "PUT", "/api/settings", R"({"volume_db":3})").status == 200);
    const auto read = read_settings();
    REQUIRE(read);
    CHECK(read->volume_db == 3);
    CHECK(read->audio == "none");
    CHECK(!read->record);
}

TEST_CASE("A refused change changes nothing, of its sound parts neither")
{
    PageHouse house;
    REQUIRE(house.asked(owner, "PUT", "/api/settings", kAll).status == 200);
    const auto before = bytes_in(settings_file());
    CHECK(house.asked(owner, "PUT", "/api/settings", R"({"record":true,"volume_db":99})").status
          == 400);
    CHECK(house.asked(client, "PUT", "/api/settings", R"({"record":true})").status == 403);
    CHECK(bytes_in(settings_file()) == before);
}

TEST_CASE("Settings that cannot be read are an error, and can be written anew")
{
    PageHouse house;
    std::filesystem::create_directories(settings_file().parent_path());
    for (const char* text : {"{", "[]", R"({"volume_db":1000})", R"({"volume":1})", "\xFF"}) {
        write_text(settings_file(), text);
        const auto response = house.asked(client, "GET", "/api/settings");
        INFO(text);
        CHECK(response.status == 500);
        CHECK_THAT(error_in(response), Contains("settings.json") && Contains("Save them anew"));
        CHECK(house.asked(client, "GET", "/api/start").status == 200);
    }
    CHECK(house.asked(owner, "PUT", "/api/settings", R"({"volume_db":-3})").status == 200);
    CHECK(house.asked(client, "GET", "/api/settings").status == 200);
}

TEST_CASE("A path in an error is told with ~ for the home folder")
{
    PageHouse house;
    ::setenv("HOME", house.path("state").c_str(), 1);
    write_text(settings_file(), "{");
    const auto error = error_in(house.asked(client, "GET", "/api/settings"));
    CHECK_THAT(error, Contains("~/crura/page/settings.json"));
}

TEST_CASE("Where the machine's files lie is nobody's business but its owner's")
{
    PageHouse house;
    const auto error_of = [&](const std::string& more) {
        return error_in(house.asked(owner, "PUT", "/api/settings", "{" + more + "}"));
    };
    CHECK(error_of(R"("music":"/srv/private/songs")") == "There is no music at songs.");
    CHECK_THAT(error_of(R"("sources":["play:/srv/private/anna.csv"])"), !Contains("/srv"));
    CHECK_THAT(error_of(R"("sources":["line:"])"), Contains("line:/dev/ttyUSB0"));
}

TEST_CASE("A mat is opened as is wished, else as is set")
{
    Settings settings;
    settings.sources = {"line:/dev/ttyUSB9"};
    settings.audio = "Loud";
    settings.volume_db = -6;
    settings.soundscape = "sea";
    const auto usual = options_of(R"({"program":"constructive-rest"})", settings);
    CHECK(usual.sources == settings.sources);
    CHECK(usual.output.audio == "Loud");
    CHECK(usual.output.volume_db == -6);
    CHECK(usual.output.soundscape == "sea");
    CHECK(usual.record.empty());
    CHECK(usual.confirmed);
    CHECK(usual.limits.level.empty());
    CHECK(!usual.minutes);

    const auto wished = options_of(
        R"({"program":"release-session","minutes":12,"sources":["simulator"],"audio":"none",)"
        R"("soundscape":"bowls","person":"Anna","level":"new","limits":{"tremor_minutes":3,)"
        R"("slowest_bpm":5,"response_every_minutes":4}})",
        settings, {.therapist = true});
    CHECK(wished.program == "release-session");
    CHECK(wished.minutes == 12);
    CHECK(wished.sources == std::vector<std::string>{"simulator"});
    CHECK(wished.output.audio == "none");
    CHECK(wished.output.soundscape == "bowls");
    CHECK(wished.history.person == "Anna");
    CHECK(wished.history.therapist);
    CHECK(wished.limits.level == "new");
    CHECK(wished.limits.tremor_minutes == 3);
    CHECK(wished.limits.slowest_bpm == 5);
    CHECK(wished.limits.response_every_minutes == 4);
}

TEST_CASE("Whoever wants no recording leaves no trace, unless they say whose session it is")
{
    const HistoryChoice kept{.place = "/some/history.db"};
    const auto none = options_of(R"({"program":"x","record":false})", {}, kept);
    CHECK(none.record == app::kNone);
    CHECK(none.history.place == app::kNone);
    const auto named = options_of(R"({"program":"x","record":false,"person":"Anna"})", {}, kept);
    CHECK(named.record == app::kNone);
    CHECK(named.history.place == "/some/history.db");
    Settings off;
    off.record = false;
    CHECK(options_of(R"({"program":"x"})", off).record == app::kNone);
    CHECK(options_of(R"({"program":"x","record":true})", off).record.empty());
}
