#include "audio/audio_out.hpp"

#include "midi/midi_out.hpp"
#include "core/snapshot.hpp"
#include "support/child.hpp"
#include "support/jack.hpp"
#include "support/rt_guard.hpp"
#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

constexpr double kBreathTimeS = 4;
constexpr std::size_t kWindow = 2400; // 50 ms at 48 kHz
#ifdef CRURA_SANITIZED
constexpr bool kKeepsPace = false;
#else
constexpr bool kKeepsPace = true;
#endif

// Ticks at 100 Hz on the host clock, as the engine does, for as long as it lives.
class Engine {
public:
    explicit Engine(Sink& sink) : thread_([&sink](std::stop_token stop) { run(stop, sink); }) {}

private:
    static void run(std::stop_token stop, Sink& sink)
    {
        const auto start = host_now();
        for (std::uint64_t tick = 1; !stop.stop_requested(); ++tick) {
            Snapshot snapshot;
            snapshot.time = host_now();
            snapshot.tick = tick;
            snapshot.cues.audio = {
                .tick = tick,
                .presence = 1,
                .own_level = 1,
                .opening = float(breath_at(to_seconds(snapshot.time - start), kBreathTimeS)),
                .warmth = 0.6f};
            sink.accept(snapshot, {});
            std::this_thread::sleep_until(start + tick * 10ms);
        }
    }

    std::jthread thread_;
};

double seconds_to_run(const std::function<void()>& work)
{
    const auto before = host_now();
    work();
    return to_seconds(host_now() - before);
}

// The best correlation of a breath with the envelope, over delays up to half a breath.
struct Match {
    double correlation = -1;
    double delay_s = 0;
};
Match match(const std::vector<double>& levels)
{
    Match best;
    for (double delay_s = -kBreathTimeS / 2; delay_s < kBreathTimeS / 2; delay_s += 0.01) {
        std::vector<double> breath;
        for (std::size_t i = 0; i < levels.size(); ++i)
            breath.push_back(breath_at(0.05 * (double(i) + 0.5) - delay_s, kBreathTimeS));
        const double value = correlation(levels, breath);
        if (value > best.correlation)
            best = {value, delay_s};
    }
    return best;
}

} // namespace

TEST_CASE("What is heard through PortAudio and JACK follows the belly, and nothing is missed")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    auto out = audio::AudioOut::open({});
    REQUIRE(out);
    auto& audio = **out;
    CHECK(audio.device() == "system");
    CHECK(audio.sample_rate_hz() == 48000);
    CHECK(audio.output_latency_s() >= 0);
    CHECK(audio.output_latency_s() < 0.2);

    JackCapture capture("PortAudio:", "");
    REQUIRE(capture.wait_for_audio(3));
    rt_forget();
    {
        const Engine engine(audio);
        std::this_thread::sleep_for(15s);
        CHECK(audio.state() == Output::working);
        CHECK(seconds_to_run([&audio] { audio.close(); }) < 2.5);
    }
    capture.stop();
    CHECK(audio.state() == Output::off);

    const std::span<const float> left = capture.left();
    REQUIRE(left.size() > 12 * 48000);
    CHECK(peak(left) > 0.02);
    CHECK(peak(left) < 0.5);
    CHECK(peak(left.last(480)) < 1e-3);
    if (kKeepsPace) {
        CHECK(capture.lost_frames().by_program == 0);
        CHECK(capture.xruns().by_program == 0);
        if (capture.lost_frames().by_machine + capture.xruns().by_machine > 0) {
            WARN("skipped in part: the machine stood still and " << capture.lost_frames().by_machine
                                                                 << " frames were lost");
        } else {
            CHECK(audio.missed_periods() == 0);
            CHECK(largest_jump(left) < 0.01); // also when it was closed
        }
    } else {
        WARN("skipped in part: a sanitizer is too slow to keep a sound card's pace");
    }

    // Presence has come up by 4 s; 8 s make two whole breaths.
    const auto heard = match(envelope(left.subspan(4 * 48000, 8 * 48000), kWindow));
    CHECK(heard.correlation > 0.95);

    if (!rt_guard_works()) {
        WARN("skipped in part: the real-time guard does not work here");
        return;
    }
    const auto report = rt_report();
    INFO("first: " << report.first);
    CHECK(report.sections > 1000);
    CHECK(report.violations == 0);
}

TEST_CASE("A session without a sound card is told so in one sentence, and nothing else is printed")
{
    setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const CapturedErrors printed;
    const auto outputs = audio::list_audio_outputs();
    if (!outputs.empty()) {
        WARN("skipped: this computer has a sound card");
        return;
    }
    const auto out = audio::AudioOut::open({});
    REQUIRE_FALSE(out);
    CHECK(
        out.error().message
        == "No sound output was found; the session runs without sound. Connect one, or start your "
           "sound server, and start again.");
    CHECK(printed.text() == "");
}

TEST_CASE("An output that is not there is named, and so are those that are")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    const auto outputs = audio::list_audio_outputs();
    REQUIRE(outputs.size() >= 1);
    CHECK(outputs.back().name == "system");
    CHECK(outputs.back().host_api == "JACK Audio Connection Kit");
    CHECK(outputs.back().max_channels == 2);

    const auto out = audio::AudioOut::open({.device = "gramophone"});
    REQUIRE_FALSE(out);
    CHECK_THAT(out.error().message, Catch::StartsWith("No sound output is called \"gramophone\""));
    CHECK_THAT(out.error().message, Catch::Contains("system"));

    const auto odd_rate = audio::AudioOut::open({.device = "SYS", .sample_rate_hz = 12345});
    REQUIRE_FALSE(odd_rate);
    CHECK_THAT(odd_rate.error().message, Catch::Contains("\"system\" cannot be used"));
    CHECK(audio::AudioOut::open({.device = "SYS", .frames = 256}));
}

TEST_CASE("An output that was never heard is closed at once")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    auto out = audio::AudioOut::open({});
    REQUIRE(out);
    CHECK(seconds_to_run([&out] { out->reset(); }) < 0.5);
}

// Run by the next test in a process of its own.
TEST_CASE("child: plays until JACK has gone", "[.child]")
{
    auto out = audio::AudioOut::open({});
    REQUIRE(out);
    auto midi = midi::MidiOut::open({}); // the two share libjack
    REQUIRE(midi);
    {
        const Engine engine(**out);
        std::this_thread::sleep_for(2500ms);
        say("playing");
        const auto deadline = host_now() + 10s;
        while ((*out)->state() == Output::working && host_now() < deadline)
            std::this_thread::sleep_for(5ms);
        say((*out)->state() == Output::lost ? "lost" : "not lost");
        std::this_thread::sleep_for(500ms);
    }
    say((*midi)->state() == Output::lost ? "MIDI lost" : "MIDI not lost");
    say("closing");
    out->reset();
    midi->reset();
    say("closed");
    const auto again = audio::AudioOut::open({});
    say(again ? "open again" : "not open again");
}

TEST_CASE("When JACK dies the sound is lost within 1 s, and the program still ends")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    JackServer server;
    Child child("child: plays until JACK has gone");
    REQUIRE(child.says("playing", 10));
    server.crash();
    CHECK(child.says("lost", 1));
    CHECK(child.says("MIDI lost", 1));
    CHECK(child.says("closing", 1));
    CHECK(child.says("closed", 1));
    CHECK(child.says("not open again", 1));
    CHECK(child.ends(2) == 0);
}
