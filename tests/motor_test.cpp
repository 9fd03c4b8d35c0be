#include "devices/touch/motor.hpp"

#include "devices/line_sensor.hpp"
#include "devices/touch/open_touch.hpp"
#include "support/child.hpp"
#include "support/line_emulator.hpp"
#include "support/touch_cues.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <memory>

using namespace crura;
using namespace std::chrono_literals;
using devices::LineSensor;
using devices::Motor;
using devices::TouchStrength;
using test::LineEmulator;
using test::touch_snapshot;
using test::TouchEngine;

namespace {

constexpr TouchStrength kAll{.strongest = 1, .weakest = 0};

const auto kSteady = [](double) { return 1.f; };

bool works(const devices::Touch& touch)
{
    return test::within(3s, [&] { return touch.state() == Output::working; });
}

std::size_t stopped_by_itself(const LineEmulator& board)
{
    std::size_t count = 0;
    for (const auto& felt : board.felt())
        count += felt.by_itself;
    return count;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::vector<LineEmulator::Row> rows(std::size_t count)
{
    std::vector<LineEmulator::Row> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back({double(i), 500});
    return rows;
}

} // namespace

TEST_CASE("Motor runs as the breath is felt, is never left alone, and is still at the end")
{
    LineEmulator board({}, {});
    {
        Motor motor(board.port_name(), kAll);
        REQUIRE(works(motor));
        CHECK(board.heard().first() == "V0");
        CHECK(board.level() == 0);
        const TouchEngine engine(motor, [](double s) { return float(std::sin(s * M_PI / 2)); });
        std::this_thread::sleep_for(2500ms);
        CHECK(motor.latency().known);
        CHECK(motor.refused() == 0);
        CHECK(motor.problem().empty());
    }
    CHECK(test::within(1s, [&] { return board.level() == 0; }));
    const auto heard = board.heard();
    CHECK(heard.wrong().empty());
    CHECK(heard.told().back().level == 0);
    CHECK(heard.longest_silence(host_now()) < 250ms);
    CHECK(heard.told().size() > 60);
    CHECK(stopped_by_itself(board) == 0);
    int strongest = 0;
    for (const auto& felt : board.felt())
        strongest = std::max(strongest, felt.level);
    CHECK(strongest >= 250);
}

TEST_CASE("Motor stops when the engine stalls, and at once when it is braked")
{
    LineEmulator board({}, {});
    Motor motor(board.port_name(), kAll);
    REQUIRE(works(motor));
    {
        const TouchEngine engine(motor, kSteady);
        REQUIRE(test::within(1s, [&] { return board.level() == 255; }));
        std::this_thread::sleep_for(1s);
        CHECK(board.level() == 255);
    }
    SECTION("a stall")
    {
        CHECK(test::within(700ms, [&] { return board.level() == 0; }));
    }
    SECTION("the brake")
    {
        auto braked = touch_snapshot(100000, 1);
        braked.session.braked = true;
        motor.accept(braked, {});
        CHECK(test::within(100ms, [&] { return board.level() == 0; }));
    }
    CHECK(stopped_by_itself(board) == 0); // it was told to
    CHECK(motor.state() == Output::working);
}

TEST_CASE("Motor is lost when unplugged, and comes back by itself, still at first")
{
    LineEmulator board({}, {});
    Motor motor(board.port_name(), kAll);
    const TouchEngine engine(motor, kSteady);
    REQUIRE(test::within(3s, [&] { return board.level() == 255; }));
    board.unplug();
    CHECK(test::within(1s, [&] { return motor.state() == Output::lost; }));
    CHECK(contains(motor.problem(), "plug"));
    CHECK(test::within(1s, [&] { return board.level() == 0; }));
    board.plug();
    REQUIRE(test::within(3s, [&] { return motor.state() == Output::working; }));
    CHECK(board.heard().first() == "V0");
    CHECK(test::within(1s, [&] { return board.level() == 255; }));
    CHECK(motor.problem().empty());
}

TEST_CASE("child: drives a motor", "[.child]")
{
    Motor motor(std::getenv("CRURA_TEST_PORT"), kAll);
    const TouchEngine engine(motor, kSteady);
    std::this_thread::sleep_for(30s);
}

TEST_CASE("A program that is killed leaves no motor running, and the next one stills it first")
{
    const bool restarts = GENERATE(true, false); // does opening the port restart the board?
    LineEmulator board({.restarts = restarts}, {});
    setenv("CRURA_TEST_PORT", board.port_name().c_str(), 1);
    {
        const test::Child child("child: drives a motor");
        REQUIRE(test::within(5s, [&] { return board.level() == 255; }));
    } // killed
    const auto killed = host_now();
    CHECK(test::within(700ms, [&] { return board.level() == 0; }));
    CHECK(host_now() - killed > 200ms);
    CHECK(stopped_by_itself(board) == 1);

    const test::Child again("child: drives a motor");
    REQUIRE(test::within(5s, [&] { return board.level() == 255; }));
    CHECK(board.heard().first() == "V0");
}

TEST_CASE("Motor says in one sentence what is wrong")
{
    const auto problem_of = [](const std::string& port) {
        const Motor motor(port);
        test::within(5s, [&] { return !motor.problem().empty(); });
        CHECK(motor.state() == Output::lost);
        return motor.problem();
    };
    SECTION("no port")
    {
        CHECK(contains(problem_of("/dev/ttyUSB97"), "plugged in"));
    }
    SECTION("a board without a motor")
    {
        LineEmulator board({.motor = false}, {});
        CHECK(contains(problem_of(board.port_name()), "runs no motor"));
    }
    SECTION("nobody")
    {
        test::Pty pty;
        CHECK(contains(problem_of(pty.port_name()), "no board answers"));
    }
}

TEST_CASE("One board measures and touches, on one port")
{
    const auto all = rows(1000);
    LineEmulator board({.rate_hz = 100}, all);
    SampleRing ring(8192);
    const auto sensor = std::make_shared<LineSensor>(board.port_name());
    const std::vector<std::shared_ptr<Source>> sources{sensor};
    const auto touch = devices::open_touch(
        GENERATE(true, false) ? "line:" + board.port_name() : "line", kAll, sources);
    REQUIRE(touch);
    REQUIRE(sensor->start(ring));
    REQUIRE(works(**touch));
    CHECK(board.heard().first() == "V0");
    {
        const TouchEngine engine(**touch, kSteady);
        REQUIRE(test::within(1s, [&] { return board.level() == 255; }));
        std::this_thread::sleep_for(1s);
        SECTION("until it is stopped")
        {
            sensor->stop();
            CHECK((*touch)->state() == Output::off);
            CHECK(test::within(100ms, [&] { return board.level() == 0; }));
            CHECK(board.heard().told().back().level == 0);
            CHECK(stopped_by_itself(board) == 0);
        }
        SECTION("and after it was unplugged")
        {
            board.unplug();
            REQUIRE(test::within(1s, [&] { return !sensor->health().online; }));
            CHECK((*touch)->state() == Output::lost);
            CHECK(contains((*touch)->problem(), "gone"));
            board.plug();
            REQUIRE(sensor->start(ring)); // as the runtime does
            CHECK(board.heard().first() == "V0");
            CHECK(test::within(1s, [&] { return board.level() == 255; }));
        }
    }
    CHECK(board.heard().longest_silence(host_now()) < 250ms);
    CHECK(board.heard().wrong().empty());
    CHECK(sensor->health().samples > 100);
    CHECK(sensor->health().rejected == 0);
    CHECK(sensor->health().lost == 0);
}

TEST_CASE("A board that measures but has no motor goes on measuring, and the touch says so")
{
    const auto all = rows(1000);
    LineEmulator board({.rate_hz = 100, .motor = false}, all);
    SampleRing ring(8192);
    const auto sensor = std::make_shared<LineSensor>(board.port_name());
    const std::vector<std::shared_ptr<Source>> sources{sensor};
    const auto touch = devices::open_touch("line", {}, sources);
    REQUIRE(touch);
    REQUIRE(sensor->start(ring));
    CHECK(test::within(3s, [&] { return contains((*touch)->problem(), "runs no motor"); }));
    CHECK((*touch)->state() == Output::lost);
    const auto before = sensor->health().samples;
    CHECK(test::within(1s, [&] { return sensor->health().samples > before + 50; }));
    CHECK(sensor->health().online);
}

TEST_CASE("What is to be felt with is asked for by name")
{
    const auto error = [](const std::string& spec) {
        const auto opened = devices::open_touch(spec, {}, {});
        REQUIRE_FALSE(opened);
        return opened.error().message;
    };
    CHECK(contains(error("line"), "needs a port"));
    CHECK(contains(error("rumbel:x"), "did you mean 'rumble'"));
    CHECK(contains(error(""), "There is no touch"));
    const auto none = devices::open_touch("none", {}, {});
    REQUIRE(none);
    CHECK_FALSE(*none);
    const auto line = devices::open_touch("line:/dev/ttyUSB97", {}, {});
    REQUIRE(line);
    CHECK((*line)->name() == "line:/dev/ttyUSB97");
    const auto rumble = devices::open_touch("rumble:xbox", {}, {});
    REQUIRE(rumble);
    CHECK((*rumble)->name() == "rumble:xbox");
}
