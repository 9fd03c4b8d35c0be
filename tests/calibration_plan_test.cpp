#include "app/calibration_plan.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using Catch::Matchers::Contains;

namespace {

std::string complaint(const std::string& text)
{
    const auto plan = app::read_calibration_plan(text);
    return plan ? "no complaint" : plan.error().message;
}

std::vector<record::RecordedTick> ticks_of(double seconds)
{
    std::vector<record::RecordedTick> ticks;
    for (int i = 0; i < int(100 * seconds); ++i) {
        ticks.emplace_back();
        ticks.back().time = time_from_seconds(1000 + i / 100.);
    }
    return ticks;
}

} // namespace

TEST_CASE("A calibration plan is a command at the start of each manoeuvre and one at the end")
{
    const auto plan =
        app::read_calibration_plan("natural:0-60,belly:60-99.5,chest:100-140,isovolume:140-160");
    REQUIRE(plan);
    const std::vector<std::pair<double, Command>> expected = {{0, Command::calibrate_natural},
                                                              {60, Command::calibrate_belly},
                                                              {100, Command::calibrate_chest},
                                                              {140, Command::calibrate_isovolume},
                                                              {160, Command::calibrate_finish}};
    REQUIRE(plan->size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK((*plan)[i].at_s == expected[i].first);
        CHECK((*plan)[i].command == expected[i].second);
    }
}

TEST_CASE("The engine is given each command once, in the tick of its time")
{
    auto ticks = ticks_of(10);
    ticks[600].commands = {};
    for (int i = 0; i < 4; ++i)
        ticks[600].commands.push_back(Command::mark); // a recording may hold some of its own
    REQUIRE(app::give_commands({{2, Command::calibrate_natural}, {6, Command::calibrate_finish}},
                               time_from_seconds(1000), ticks));
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        INFO("tick " << i);
        CHECK(ticks[i].commands.size() == (i == 600 ? 4u : i == 200 || i == 601 ? 1u : 0u));
    }
    CHECK(ticks[200].commands[0] == Command::calibrate_natural);
    CHECK(ticks[601].commands[0] == Command::calibrate_finish);
}

TEST_CASE("A calibration plan that cannot be is one sentence")
{
    CHECK_THAT(complaint("bely:0-60"), Contains("did you mean 'belly'?"));
    CHECK_THAT(complaint(""), Contains("no manoeuvre ''"));
    CHECK_THAT(complaint("belly:0-60,"), Contains("no manoeuvre ''"));
    for (const char* times :
         {"belly", "belly:", "belly:60", "belly:60-40", "belly:5-5", "belly:-5-5", "belly:a-b",
          "belly:0-1e300", "belly:nan-inf", "belly:0-60-70"})
        CHECK_THAT(complaint(times), Contains("needs seconds from and to"));
    CHECK_THAT(complaint("belly:0-60,chest:50-90"), Contains("begins before"));

    auto ticks = ticks_of(1);
    const auto given =
        app::give_commands({{2, Command::calibrate_finish}}, time_from_seconds(1000), ticks);
    REQUIRE_FALSE(given);
    CHECK_THAT(given.error().message, Contains("over before 2 s"));
}
