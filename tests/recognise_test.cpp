#include "devices/recognise.hpp"
#include "support/line_emulator.hpp"
#include "support/pty.hpp"
#include "support/witmotion_emulator.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace crura;
using namespace std::chrono_literals;
using devices::PortKind;
using devices::recognise;

namespace {

test::WitMotionEmulator::Motion at_rest(double)
{
    return {{0, 0, 1}, {0, 0, 0}};
}

} // namespace

TEST_CASE("A board of ours is recognised, without a byte sent to it")
{
    test::LineEmulator emulator({.boot_s = 1.5}, {});
    const auto kind = recognise(emulator.port_name());
    REQUIRE(kind);
    CHECK(*kind == PortKind::crura_line);
    CHECK(emulator.commands().empty());
}

TEST_CASE("A WitMotion sensor is recognised as it leaves the factory")
{
    const auto params = GENERATE(values<test::WitMotionEmulator::Params>(
        {{.wired = true, .baud = 9600}, {.wired = false, .baud = 115200}}));
    test::WitMotionEmulator emulator(params, at_rest);
    const auto kind = recognise(emulator.port_name());
    REQUIRE(kind);
    CHECK(*kind == PortKind::witmotion);
    CHECK(emulator.ignored_writes() == 0);
}

TEST_CASE("A silent port is unknown within 3 s, and a missing one an error")
{
    test::Pty pty;
    const auto before = host_now();
    const auto kind = recognise(pty.port_name());
    CHECK(host_now() - before < 3s);
    REQUIRE(kind);
    CHECK(*kind == PortKind::unknown);
    CHECK_FALSE(recognise("/dev/ttyUSB97"));
}
