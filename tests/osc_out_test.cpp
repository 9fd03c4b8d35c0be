#include "osc/osc_out.hpp"

#include "support/osc_reader.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <thread>

using namespace crura;
using namespace std::chrono_literals;

namespace {

// A minute of which every number follows from the tick.
Snapshot scripted(int tick, Time began)
{
    const double t = tick * 0.01;
    Snapshot snapshot;
    snapshot.time = began + from_seconds(t);
    snapshot.tick = std::uint64_t(tick) + 1;
    snapshot.session.running = true;
    snapshot.session.left = from_seconds(60 - t);
    auto& breath = snapshot.breath;
    breath.confidence = 1;
    breath.phase = Phase::inspiration;
    breath.displacement = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 5);
    breath.cycle_position = std::fmod(t, 5) / 5;
    breath[Band::abdominal] = {.valid = true, .displacement = 2 * breath.displacement};
    breath.breath_rate_bpm = {12, 0.25, t >= 20};
    snapshot.cues.audio.raw = float(tick);
    const auto breaths = std::uint32_t(t / 5);
    snapshot.cues.audio.inspiration = {breaths, began + breaths * 5s};
    snapshot.cues.sensed_at = snapshot.time;
    return snapshot;
}

double ntp_seconds(std::uint64_t tag)
{
    return double(tag >> 32) + double(tag & 0xFFFFFFFF) / 4294967296.0;
}

} // namespace

TEST_CASE("Every packet of a scripted minute says what the script says, at its time")
{
    test::UdpListener listener;
    auto out = osc::OscOut::open({.to = {"127.0.0.1", listener.port()}, .prefix = "/crura"});
    REQUIRE(out);
    const Time began = host_now();
    const double began_ntp =
        2208988800.0 + to_seconds(Duration(std::chrono::system_clock::now().time_since_epoch()));
    int states = 0, cues = 0;
    const auto read_all = [&](double wait_s) {
        while (const auto packet = listener.next(wait_s)) {
            const auto bundle = test::read_osc_bundle(*packet);
            const double due_s = ntp_seconds(bundle.tag) - began_ntp;
            const int tick = int(std::lround(due_s * 100));
            const auto script = scripted(tick, began);
            for (const auto& message : bundle.messages) {
                if (message.address == "/crura/cue") {
                    ++cues;
                    CHECK(std::get<std::string>(message.arguments[0]) == "inspiration");
                    CHECK(std::get<std::int32_t>(message.arguments[1]) == cues);
                    CHECK(due_s == Approx(5 * cues).margin(0.01));
                    continue;
                }
                if (message.types != "f")
                    continue;
                const double value = std::get<float>(message.arguments[0]);
                INFO(message.address << " at " << due_s);
                if (message.address == "/crura/raw") {
                    CHECK(value == tick);
                    CHECK(tick == 2 * states);
                    ++states;
                } else if (message.address == "/crura/belly") {
                    CHECK(value == Approx(script.breath[Band::abdominal].displacement));
                } else if (message.address == "/crura/breath") {
                    CHECK(value == Approx(script.breath.displacement));
                } else if (message.address == "/crura/phase") {
                    CHECK(value == Approx(script.breath.cycle_position));
                } else if (message.address == "/crura/rate") {
                    CHECK(value == 12);
                    CHECK(tick >= 2000);
                } else if (message.address == "/crura/rate/known") {
                    CHECK(value == (tick >= 2000));
                } else if (message.address == "/crura/session/left") {
                    CHECK(value == Approx(60 - tick * 0.01));
                }
            }
        }
    };
    for (int tick = 0; tick < 6000; ++tick) {
        (*out)->accept(scripted(tick, began), {});
        if (tick % 20 == 19) // faster than life, but never more than the ring holds
            for (int tries = 0; states < (tick + 1) / 2 && tries < 3000; ++tries)
                read_all(0.01);
    }
    (*out)->close();
    read_all(0.2);
    CHECK((*out)->refused() == 0);
    CHECK(states == 3000);
    CHECK(cues == 11);
    CHECK((*out)->state() == Output::off);
    CHECK((*out)->latency().known);
}

TEST_CASE("That nobody listens harms nothing")
{
    std::uint16_t nobody = 0;
    {
        test::UdpListener gone;
        nobody = gone.port();
    }
    auto out = osc::OscOut::open({.to = {"127.0.0.1", nobody}, .prefix = "/crura"});
    REQUIRE(out);
    for (int tick = 0; tick < 50; ++tick) {
        (*out)->accept(scripted(tick, host_now()), {});
        std::this_thread::sleep_for(1ms);
    }
    CHECK((*out)->state() == Output::working);
}

TEST_CASE("A place that is none is told in one sentence")
{
    CHECK(osc::read_endpoint("studio.local:9000")->host == "studio.local");
    CHECK(osc::read_endpoint("9000")->port == 9000);
    CHECK(osc::read_endpoint("9000")->host == "127.0.0.1");
    for (const char* wrong : {"", ":9000", "host:", "host:0", "host:65536", "9000x", "a:b"})
        CHECK(osc::read_endpoint(wrong).error().message.find("PORT or HOST:PORT")
              != std::string::npos);
    const auto unknown = osc::OscOut::open({.to = {"no.such.host.invalid", 9}, .prefix = ""});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message.find("no.such.host.invalid:9") != std::string::npos);
    CHECK_FALSE(osc::OscOut::open({.to = {"127.0.0.1", 9}, .prefix = "crura"}));
    CHECK_FALSE(osc::OscOut::open({.to = {"127.0.0.1", 9}, .prefix = "/a b"}));
}
