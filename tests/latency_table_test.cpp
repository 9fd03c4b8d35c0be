#include "app/latency.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using Catch::Matchers::Contains;

TEST_CASE("The table of latencies has a line for every output that is open, and no other")
{
    Health health;
    health.audio = Output::working;
    health.sound_latency = {true, 8.14f, 12.2f, 14.96f};
    health.osc = Output::working;
    health.midi = Output::lost;
    const auto table = app::latency_table(health, 0.0053);

    CHECK_THAT(table, Contains("  sound            8.1            12.2            15.0\n"));
    CHECK_THAT(table, Contains("  OSC     nothing was measured\n"));
    CHECK_THAT(table, Contains("  MIDI    the output is gone\n"));
    CHECK_THAT(table, !Contains("touch  "));
}

TEST_CASE(
    "The table of latencies says what the system only claims, and what it does not say at all")
{
    Health health;
    health.audio = Output::working;
    health.sound_latency = {true, 8, 12, 15};
    CHECK_THAT(app::latency_table(health, 0.0053), Contains("5.3 ms are what the system says"));
    CHECK_THAT(app::latency_table(health, 0),
               Contains("does not say how long its sound card takes"));
}

TEST_CASE("Where no output is open the table says what to do")
{
    CHECK_THAT(app::latency_table({}, 0), Contains("--audio, --midi, --osc or --touch"));
}

TEST_CASE("A simulated body without an output is measured for as long as was asked, in silence")
{
    auto sources = app::make_sources({"simulator:calm"});
    REQUIRE(sources);
    app::LatencyRun run{.sources = std::move(*sources), .output = {}, .lasts = {}};
    run.output.audio = run.output.midi = app::kNone;
    run.lasts = std::chrono::milliseconds(200);
    const auto table = app::measure_latency(std::move(run));
    REQUIRE(table);
    CHECK_THAT(*table, Contains("No output is open"));
}
