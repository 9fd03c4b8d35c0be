// A mat with a real serial port, behind a pseudo-terminal.

#include "support/line_emulator.hpp"
#include "support/studio_room.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using test::LineEmulator;
using test::StudioRoom;

namespace {

std::vector<LineEmulator::Row> a_minute()
{
    std::vector<LineEmulator::Row> rows;
    for (int i = 0; i < 3000; ++i)
        rows.push_back({500 + 100 * std::sin(i / 30.), 500 + 200 * std::sin(i / 30.)});
    return rows;
}

app::RunOptions with(const LineEmulator& sensor)
{
    auto options = StudioRoom::session();
    options.sources = {"line:" + sensor.port_name()};
    return options;
}

} // namespace

TEST_CASE(
    "A sensor that goes is told with its reason, and again when it is back, and the mat stays")
{
    LineEmulator sensor({}, a_minute());
    StudioRoom room;
    const int mat = room.open(with(sensor));
    CHECK_FALSE(*room.studio.look().at(0).about.find<bool>("simulated"));
    room.ask(mat, Command::resume);
    sensor.unplug();
    REQUIRE(room.sees([&] { return !room.told("sensor").empty(); }));
    CHECK_THAT(room.told("sensor").front().text,
               StartsWith("Sensor 1 is gone; looking for it every second."));
    REQUIRE(room.sees([&] { return !room.text(mat, "problem").empty(); }));
    CHECK_THAT(room.text(mat, "problem"), Contains(sensor.port_name()));
    CHECK(room.is(mat, "running"));

    sensor.plug();
    REQUIRE(room.sees([&] {
        const auto told = room.told("sensor");
        return std::any_of(told.begin(), told.end(),
                           [](const auto& each) { return each.text == "Sensor 1 is back."; });
    }));
    CHECK(room.sees([&] { return room.text(mat, "problem").empty(); }));
}

TEST_CASE("A serial port that a mat uses is refused to another, and free once the first has ended")
{
    LineEmulator sensor({}, a_minute());
    StudioRoom room;
    const int mat = room.open(with(sensor));
    const auto other = room.studio.open(with(sensor));
    REQUIRE_FALSE(other);
    CHECK(other.error().message
          == "Mat 1 uses the serial port " + sensor.port_name()
              + " already; choose another for this one, or close that mat first.");
    room.ask(mat, Command::resume);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    CHECK(room.open(with(sensor)) == 2);
}
