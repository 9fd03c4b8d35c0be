#include "midi/midi_out.hpp"

#include "core/snapshot.hpp"
#include "midi/midi_encoder.hpp"
#include "support/child.hpp"
#include "support/jack.hpp"
#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

Snapshot snapshot_at(std::uint64_t tick)
{
    Snapshot snapshot;
    snapshot.time = Time(tick * 10ms);
    snapshot.tick = tick;
    snapshot.cues.midi = {.breath = float(breath_at(0.01 * double(tick), 2)),
                          .abdominal_share =
                              tick < 50 ? MidiCue::kUnknown : float(tick % 100) / 100,
                          .inspiration_onset = tick % 200 == 1,
                          .expiration_onset = tick % 200 == 90,
                          .sounding = true};
    return snapshot;
}

struct Due {
    double time_s;
    std::vector<std::uint8_t> bytes;
};

std::vector<Due> expected(std::uint64_t ticks)
{
    midi::MidiEncoder encode{{}};
    std::vector<Due> all;
    const auto add = [&all](double time_s, const midi::MidiMessages& messages) {
        for (const auto& message : messages)
            all.push_back({time_s, {message.begin(), message.end()}});
    };
    for (std::uint64_t tick = 1; tick <= ticks; ++tick) {
        const auto snapshot = snapshot_at(tick);
        add(to_seconds(snapshot.time), encode(snapshot.time, snapshot.cues.midi));
    }
    add(0.01 * double(ticks), encode.all_off());
    return all;
}

void run_ticks(Sink& sink, std::uint64_t ticks)
{
    const auto start = host_now();
    for (std::uint64_t tick = 1; tick <= ticks; ++tick) {
        sink.accept(snapshot_at(tick), {});
        std::this_thread::sleep_until(start + tick * 10ms);
    }
}

void check_received(const std::vector<JackMidiEvent>& received, std::uint64_t ticks)
{
    const auto due = expected(ticks);
    for (std::size_t i = 0; i < std::min(received.size(), due.size()); ++i) {
        INFO("message " << i << ", due at " << due[i].time_s << " s");
        REQUIRE(received[i].bytes == due[i].bytes);
    }
    REQUIRE(received.size() == due.size());
    double earliest_s = 1e9;
    double latest_s = -1e9;
    for (std::size_t i = 0; i < due.size(); ++i) {
        const double late_s = double(received[i].frame) / JackServer::kSampleRateHz - due[i].time_s;
        earliest_s = std::min(earliest_s, late_s);
        latest_s = std::max(latest_s, late_s);
    }
    CHECK(latest_s - earliest_s < 0.05); // a JACK period is 11 ms
}

} // namespace

TEST_CASE("The virtual port Crura says over JACK, byte by byte and in time, what the encoder says")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    auto out = midi::MidiOut::open({});
    REQUIRE(out);
    auto& midi = **out;
    CHECK(midi.name() == "Crura");
    JackCapture capture("", "Crura:Crura");
    REQUIRE(capture.wait_for_midi(3));

    run_ticks(midi, 500);
    CHECK(midi.state() == Output::working);
    midi.close();
    CHECK(midi.state() == Output::off);
    CHECK(midi.refused() == 0);
    std::this_thread::sleep_for(50ms);
    capture.stop();
    check_received(capture.midi(), 500);
}

TEST_CASE("MIDI goes to a port that is named, and an unknown name is answered with those there are")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    JackCapture capture("", "");
    CHECK(midi::list_midi_outputs() == std::vector<std::string>{"capture:midi"});

    const auto unknown = midi::MidiOut::open({.port = "theremin"});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message
          == "No MIDI port is called \"theremin\"; the session runs without MIDI. There is: "
             "capture:midi.");

    auto out = midi::MidiOut::open({.port = "Capture"});
    REQUIRE(out);
    CHECK((*out)->name() == "capture:midi");
    run_ticks(**out, 100);
    out->reset();
    std::this_thread::sleep_for(50ms);
    capture.stop();
    check_received(capture.midi(), 100);
}

TEST_CASE("A computer without MIDI is told so in one sentence, and nothing else is printed")
{
    setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const CapturedErrors printed;
    const auto out = midi::MidiOut::open({});
    if (out) {
        WARN("skipped: this computer has an ALSA sequencer");
        return;
    }
    CHECK_THAT(out.error().message, Catch::StartsWith("MIDI cannot be used ("));
    CHECK_THAT(out.error().message, Catch::Contains("the session runs without MIDI"));
    CHECK(midi::list_midi_outputs().empty());
    CHECK(printed.text() == "");
}

// Run by the next test in a process of its own.
TEST_CASE("child: says MIDI until JACK has gone", "[.child]")
{
    auto out = midi::MidiOut::open({});
    REQUIRE(out);
    run_ticks(**out, 50);
    say("playing");
    const auto deadline = host_now() + 10s;
    while ((*out)->state() == Output::working && host_now() < deadline)
        run_ticks(**out, 1);
    say((*out)->state() == Output::lost ? "lost" : "not lost");
    for (int i = 0; i < 10000; ++i) // more than any buffer holds
        (*out)->accept(snapshot_at(std::uint64_t(100 + i)), {});
    run_ticks(**out, 50);
    say("closing");
    out->reset();
    say("closed");
}

TEST_CASE("When JACK dies MIDI is lost within 1 s, and the program still ends")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    JackServer server;
    Child child("child: says MIDI until JACK has gone");
    REQUIRE(child.says("playing", 10));
    server.crash();
    CHECK(child.says("lost", 1));
    CHECK(child.says("closing", 2));
    CHECK(child.says("closed", 1));
    CHECK(child.ends(2) == 0);
}
