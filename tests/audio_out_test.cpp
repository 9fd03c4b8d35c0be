#include "audio/audio_out.hpp"

#include "core/snapshot.hpp"
#include "midi/midi_out.hpp"
#include "support/child.hpp"
#include "support/jack.hpp"
#include "support/rt_guard.hpp"
#include "support/rt_report.hpp"
#include "support/sound.hpp"
#include "support/temp_folder.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

constexpr double kBreathTimeS = 4;
constexpr std::size_t kPeriod = JackServer::Setting{}.period_frames;
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
            snapshot.cues.sensed_at = snapshot.time;
            snapshot.cues.audio = {
                .tick = tick,
                .presence = 1,
                .own_level = 1,
                .opening = float(breath_at(to_seconds(snapshot.time - start), kBreathTimeS)),
                .movement = 1, // never silent at the turns
                .warmth = 0.6f,
                .touch = 1};
            sink.accept(snapshot, {});
            std::this_thread::sleep_until(start + tick * 10ms);
        }
    }

    std::jthread thread_;
};

audio::AudioOptions played_on(const std::string& device)
{
    return {.device = device, .program = CRURA_OUTLET};
}

std::unique_ptr<audio::AudioOut> open_audio(const audio::AudioOptions& options)
{
    auto opened = audio::AudioOut::open(options);
    REQUIRE(opened);
    return std::move(*opened);
}

// While it lives, programs that are started are watched by the real-time guard.
class Guarded {
public:
    Guarded()
    {
        if (!kKeepsPace)
            return;
        ::setenv("LD_PRELOAD", CRURA_RT_GUARD, 1);
        ::setenv("CRURA_RT_GUARD_REPORT", path_.c_str(), 1);
    }
    ~Guarded()
    {
        ::unsetenv("LD_PRELOAD");
        ::unsetenv("CRURA_RT_GUARD_REPORT");
    }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;

    std::optional<RtReport> report() const { return read_rt_report(path_); }

private:
    TempFolder folder_;
    std::string path_ = folder_ / "report";
};

double seconds_to_run(const std::function<void()>& work)
{
    const auto before = host_now();
    work();
    return to_seconds(host_now() - before);
}

// The median over tenths of a second, so that a gap in the sound does not count.
double usual_brightness_hz(std::span<const float> sound)
{
    std::vector<double> all;
    for (std::size_t at = 0; at + 4800 <= sound.size(); at += 4800)
        all.push_back(brightness_hz(sound.subspan(at, 4800), 48000));
    std::sort(all.begin(), all.end());
    return all.at(all.size() / 2);
}

// By whose doing ever.
std::size_t missed_periods(const JackCapture& capture)
{
    const auto xruns = capture.xruns(), frames = capture.lost_frames();
    return xruns.by_program + xruns.by_machine
        + (frames.by_program + frames.by_machine + kPeriod - 1) / kPeriod;
}

std::size_t differing_periods(std::span<const float> a, std::span<const float> b)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at + kPeriod <= a.size(); at += kPeriod)
        count += !std::ranges::equal(a.subspan(at, kPeriod), b.subspan(at, kPeriod));
    return count;
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
    const Guarded guarded;
    const auto audio = open_audio(played_on(""));
    CHECK(audio->problem() == "");
    CHECK(audio->device() == "system");
    CHECK(audio->sample_rate_hz() == 48000);
    CHECK(audio->output_latency_s() >= 0);
    CHECK(audio->output_latency_s() < 0.2);
    CHECK_FALSE(audio->latency().known);

    JackCapture capture("PortAudio:", "");
    REQUIRE(capture.wait_for_audio(3));
    {
        const Engine engine(*audio);
        std::this_thread::sleep_for(15s);
        CHECK(audio->state() == Output::working);
        CHECK(seconds_to_run([&audio] { audio->close(); }) < 4.5);
    }
    capture.stop();
    CHECK(audio->state() == Output::off);
    const auto latency = audio->latency();
    CHECK(latency.known);
    CHECK(latency.p50_ms > 0);
    CHECK(latency.p99_ms >= latency.p50_ms);

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
            CHECK(audio->missed_periods() == 0);
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
    const auto report = guarded.report();
    REQUIRE(report);
    INFO("first: " << report->first);
    CHECK(report->sections > 1000);
    CHECK(report->violations == 0);
}

TEST_CASE("Handing sound on makes no system call, takes no lock and no memory")
{
    if (!rt_guard_works()) {
        WARN("skipped: the real-time guard does not work here");
        return;
    }
    ::setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const auto audio = open_audio(played_on(""));
    Snapshot snapshot;
    rt_forget();
    for (int i = 0; i < 300; ++i) { // over the start of another outlet
        {
            const RtSection section;
            snapshot.cues.audio.tick = ++snapshot.tick;
            audio->accept(snapshot, {});
        }
        std::this_thread::sleep_for(5ms);
    }
    INFO("first: " << rt_report().first);
    CHECK(rt_report().violations == 0);
}

TEST_CASE("A session without a sound card is told so in one sentence, and nothing else is printed")
{
    ::setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const CapturedErrors printed;
    if (!audio::list_audio_outputs(CRURA_OUTLET).empty()) {
        WARN("skipped: this computer has a sound card");
        return;
    }
    const auto audio = open_audio(played_on(""));
    CHECK(audio->state() == Output::lost);
    CHECK(audio->problem()
          == "No sound output was found; the session runs without sound until there is one. "
             "Connect one, or start your sound server.");
    CHECK(seconds_to_run([&audio] { audio->close(); }) < 1);
    CHECK(printed.text() == "");
}

TEST_CASE("An output that is not there is named, and so are those that are")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    const auto outputs = audio::list_audio_outputs(CRURA_OUTLET);
    REQUIRE(outputs.size() >= 1);
    CHECK(outputs.back().name == "system");
    CHECK(outputs.back().host_api == "JACK Audio Connection Kit");
    CHECK(outputs.back().max_channels == 2);
    CHECK(outputs.back().preferred_rate_hz == 48000);

    const auto missing = open_audio(played_on("gramophone"));
    CHECK(missing->state() == Output::lost);
    CHECK_THAT(missing->problem(), Catch::StartsWith("No sound output is called \"gramophone\""));
    CHECK_THAT(missing->problem(), Catch::Contains("system"));

    auto options = played_on("SYS");
    options.sample_rate_hz = 44100; // the server has another
    const auto odd_rate = open_audio(options);
    CHECK(odd_rate->state() == Output::lost);
    CHECK_THAT(odd_rate->problem(), Catch::Contains("\"system\" cannot be used"));

    options = played_on("SYS");
    options.frames = 256;
    CHECK(open_audio(options)->state() == Output::working);
}

TEST_CASE("An output that was never heard is closed at once")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    auto audio = open_audio(played_on(""));
    REQUIRE(audio->state() == Output::working);
    CHECK(seconds_to_run([&audio] { audio.reset(); }) < 0.5);
}

TEST_CASE("Sound is played at the sound card's own rate")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const double rate_hz = GENERATE(44100., 96000., 192000.);
    const JackServer server({.sample_rate_hz = rate_hz, .period_frames = 2048});
    const auto audio = open_audio(played_on(""));
    CHECK(audio->problem() == "");
    CHECK(audio->sample_rate_hz() == rate_hz);
    JackCapture capture("PortAudio:", "");
    REQUIRE(capture.wait_for_audio(3));
    const Engine engine(*audio);
    const bool heard = within(5s, [&capture] { return capture.peak() > 0.01; });
    INFO("peak " << capture.peak());
    CHECK(heard);
    CHECK(audio->state() == Output::working);
}

TEST_CASE("Each of eight channels gets what its map says, and nothing else")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server({.channels = 8});
    auto options = played_on("system");
    options.channel_map = "left,none,touch,right,middle,none,touch,none";
    const auto audio = open_audio(options);
    CHECK(audio->problem() == "");
    JackCapture capture("PortAudio:", "", 8);
    REQUIRE(capture.wait_for_audio(3));
    {
        const Engine engine(*audio);
        std::this_thread::sleep_for(6s);
    }
    capture.stop();
    const auto heard = [&capture](std::size_t channel) {
        return std::span(capture.channel(channel)).last(2 * 48000);
    };
    for (const std::size_t ears : {0, 3, 4}) {
        CHECK(peak(heard(ears)) > 0.02);
        CHECK(brightness_hz(heard(ears), 48000) > 100);
    }
    for (const std::size_t i : {1, 5, 7})
        CHECK(peak(capture.channel(i)) == 0);
    CHECK(peak(heard(2)) == Approx(0.25).margin(0.02)); // -12 dB
    const auto missed = missed_periods(capture);
    if (missed == 0) {
        for (const std::size_t skin : {2, 6})
            CHECK(brightness_hz(heard(skin), 48000) == Approx(50).margin(5));
        CHECK(capture.channel(2) == capture.channel(6));
    } else { // a missed period may be captured while it is being written
        WARN("skipped in part: " << missed << " periods were missed");
        for (const std::size_t skin : {2, 6})
            CHECK(usual_brightness_hz(heard(skin)) == Approx(50).margin(5));
        CHECK(differing_periods(capture.channel(2), capture.channel(6)) <= missed);
    }
    CHECK(capture.channel(0) != capture.channel(3));
}

TEST_CASE("One loudspeaker gets both ears")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server({.channels = 1});
    const auto audio = open_audio(played_on(""));
    CHECK(audio->problem() == "");
    const JackCapture capture("PortAudio:", "", 1);
    REQUIRE(capture.wait_for_audio(3));
    const Engine engine(*audio);
    CHECK(within(5s, [&capture] { return capture.peak() > 0.01; }));

    auto options = played_on("system");
    options.channels = 2;
    CHECK_THAT(open_audio(options)->problem(),
               Catch::Contains("It has 1 of the 2 channels that were asked for"));
}

TEST_CASE("An output that comes later is heard soon after")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    const auto audio = open_audio(played_on("shaker"));
    const Engine engine(*audio);
    CHECK(audio->state() == Output::lost);
    const JackCapture shaker(JackCapture::kWhoeverComes, "", 2, "shaker");
    CHECK(within(3s, [&audio] { return audio->state() == Output::working; }));
    CHECK(audio->problem() == "");
    CHECK(within(1s, [&audio] { return audio->device() == "shaker"; }));
    CHECK(within(3s, [&shaker] { return shaker.peak() > 0.001; }));
}

TEST_CASE("Two outputs play on two devices, each on its own only")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    JackCapture shaker(JackCapture::kWhoeverComes, "", 2, "shaker");
    const auto ears = open_audio(played_on("system"));
    auto options = played_on("shaker");
    options.channel_map = "touch,none";
    const auto skin = open_audio(options);
    CHECK(ears->device() == "system");
    CHECK(skin->device() == "shaker");
    REQUIRE(shaker.wait_for_audio(3));
    {
        const Engine engine(*ears);
        std::this_thread::sleep_for(2s);
    }
    CHECK(shaker.peak() == 0);
    {
        const Engine engine(*skin);
        CHECK(within(3s, [&shaker] { return shaker.peak() > 0.01; }));
    }
    shaker.stop();
    CHECK(brightness_hz(shaker.left(), 48000) == Approx(50).margin(10));
    CHECK(peak(shaker.right()) == 0);
}

// Run by the next test in a process of its own.
TEST_CASE("child: plays until it is killed", "[.child]")
{
    const auto audio = open_audio(played_on(""));
    const Engine engine(*audio);
    say("playing");
    std::this_thread::sleep_for(60s);
}

TEST_CASE("When the program is killed its sound fades and does not jump")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    JackCapture capture("PortAudio:", "");
    {
        Child child("child: plays until it is killed");
        REQUIRE(child.says("playing", 10));
        REQUIRE(capture.wait_for_audio(3));
        std::this_thread::sleep_for(5s);
    } // SIGKILL
    std::this_thread::sleep_for(4500ms);
    CHECK(capture.wait_for_audio(0));
    capture.stop();
    const std::span<const float> left = capture.left();
    REQUIRE(left.size() > 7 * 48000);
    CHECK(peak(left) > 0.02);
    CHECK(peak(left.last(480)) == 0);
    if (capture.xruns().by_machine + capture.lost_frames().by_machine == 0 && kKeepsPace)
        CHECK(largest_jump(left) < 0.01);
}

// Run by the next test in a process of its own.
TEST_CASE("child: plays until JACK has gone", "[.child]")
{
    const auto out = open_audio(played_on(""));
    midi::MidiOptions beside; // at the same server
    beside.program = CRURA_OUTLET;
    auto midi = midi::MidiOut::open(beside);
    REQUIRE(midi);
    {
        const Engine engine(*out);
        std::this_thread::sleep_for(2500ms);
        say("playing");
        const auto deadline = host_now() + 10s;
        while (out->state() == Output::working && host_now() < deadline)
            std::this_thread::sleep_for(5ms);
        say(out->state() == Output::lost ? "lost" : "not lost");
        std::this_thread::sleep_for(500ms);
    }
    say((*midi)->state() == Output::lost ? "MIDI lost" : "MIDI not lost");
    say("closing");
    out->close();
    midi->reset();
    say("closed");
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
    CHECK(child.ends(2) == 0);
}

// Run by the next test in a process of its own: libjack hears of one server only.
TEST_CASE("child: hears", "[.child]")
{
    const JackCapture capture("PortAudio:", "");
    if (within(5s, [&capture] { return capture.peak() > 1e-4f; }))
        say("heard");
}

TEST_CASE("When JACK dies and returns, so does the sound, as often as it happens")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    JackServer server;
    const auto audio = open_audio(played_on(""));
    const Engine engine(*audio);
    for (int time = 1; time <= 5; ++time) {
        INFO("time " << time);
        REQUIRE(audio->state() == Output::working);
        std::this_thread::sleep_for(500ms);
        server.crash();
        CHECK(within(1s, [&audio] { return audio->state() == Output::lost; }));
        CHECK(within(1s, [&audio] { return audio->problem() != ""; }));
        std::this_thread::sleep_for(300ms * time); // at any moment of the attempts to open
        server.restart();
        Child ear("child: hears");
        CHECK(ear.says("heard", 3));
        CHECK(audio->state() == Output::working);
        CHECK(ear.ends(2) == 0);
    }
    CHECK(seconds_to_run([&audio] { audio->close(); }) < 4.5);
    CHECK(audio->state() == Output::off);
}
