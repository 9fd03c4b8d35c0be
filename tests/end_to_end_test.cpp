// The main job, from sensor bytes to sound, MIDI and recording, with the real program and real
// parts: a board that speaks the Crura line protocol over a pseudo-terminal, PortAudio and RtMidi
// on a JACK server, and a JACK client that listens. The body is a recorded one, where the
// recordings are here, else a simulated one.

#include "devices/body_model.hpp"
#include "record/recording.hpp"
#include "support/correlation.hpp"
#include "support/jack.hpp"
#include "support/line_emulator.hpp"
#include "support/program.hpp"
#include "support/rt_report.hpp"
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"
#include "support/wav.hpp"
#include "support/witmotion_emulator.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <numbers>
#include <optional>
#include <thread>

using namespace crura;
using namespace std::chrono_literals;
using Row = test::LineEmulator::Row;

namespace {

constexpr double kWarmUpS = 20;   // the sensors' polarity is found out, the sound fades in
constexpr double kMeasuredS = 60; // in the middle of which the sensor is unplugged
constexpr double kUnplugAtS = kWarmUpS + 25;
constexpr double kUnpluggedS = 5;
constexpr double kBackAgainS = 5; // after it is plugged in: reconnection and fade-in
constexpr double kStepS = 0.02;   // of the compared curves

struct Body {
    double rate_hz = 0;
    std::vector<Row> rows; // chest and belly, as the sensor gives them
    double belly_sign = 1; // +1: the belly's value rises on inspiration
};

Body recorded_body(const std::filesystem::path& data, double seconds)
{
    const auto folder = data / "hexoskin_dualrip" / "record_288129";
    const auto chest = test::read_wav(folder / "respiration_thoracic.wav");
    const auto belly = test::read_wav(folder / "respiration_abdominal.wav");
    Body body{.rate_hz = chest.rate_hz, .rows = {}, .belly_sign = -1};
    for (std::size_t i = 0; i < std::size_t(seconds * chest.rate_hz); ++i)
        body.rows.push_back({chest.values[i], belly.values[i]});
    return body;
}

Body simulated_body(double seconds)
{
    devices::BodyModel model({.breath_rate_bpm = 9,
                              .time_variability = 0.08,
                              .amplitude_variability = 0.08,
                              .gain = {300, 200},
                              .rest_level = {300, 300},
                              .noise = 0.5,
                              .quantisation_step = 1},
                             5);
    Body body{.rate_hz = 50, .rows = {}};
    for (auto reading = model.next(); reading.time_s < seconds; reading = model.next())
        body.rows.push_back({reading.level[0], reading.level[1]});
    return body;
}

Body body_for(double seconds)
{
    if (const auto data = test::shared_data())
        return recorded_body(*data, seconds);
    WARN("the recordings of ../shared/data are not here: a simulated body breathes instead");
    return simulated_body(seconds);
}

// A curve on steps of kStepS from a common zero.
using Curve = std::vector<double>;

// Loudness of the sound around each step.
Curve envelope(const std::vector<float>& sound)
{
    const auto step = std::size_t(kStepS * test::JackServer::kSampleRateHz);
    Curve curve;
    for (std::size_t at = 0; at + 2 * step <= sound.size(); at += step) {
        double power = 0;
        for (std::size_t i = at; i < at + 2 * step; ++i)
            power += double(sound[i]) * double(sound[i]);
        curve.push_back(std::sqrt(power / double(2 * step)));
    }
    return curve;
}

// The last value of CC2 at each step.
Curve breath_controller(const std::vector<test::JackMidiEvent>& events, std::uint64_t first_frame,
                        std::size_t steps)
{
    Curve curve;
    double value = 0;
    auto next = events.begin();
    for (std::size_t i = 0; i < steps; ++i) {
        const auto frame =
            first_frame + std::uint64_t(double(i) * kStepS * test::JackServer::kSampleRateHz);
        for (; next != events.end() && next->frame <= frame; ++next)
            if (next->bytes.size() == 3 && (next->bytes[0] & 0xF0) == 0xB0 && next->bytes[1] == 2)
                value = next->bytes[2];
        curve.push_back(value);
    }
    return curve;
}

struct Match {
    double correlation = -1;
    double lag_s = 0;
};

// How fast a curve moves at each step, against the fastest within three seconds: 0 at its turns.
Curve speed_of(const Curve& moved)
{
    const auto reach = std::size_t(0.2 / kStepS), around = std::size_t(3 / kStepS);
    Curve speed(moved.size());
    for (std::size_t i = reach; i + reach < moved.size(); ++i)
        speed[i] = std::fabs(moved[i + reach] - moved[i - reach]);
    Curve relative(moved.size());
    for (std::size_t i = 0; i < moved.size(); ++i) {
        const auto first = speed.begin() + std::ptrdiff_t(i - std::min(i, around));
        const auto last = speed.begin() + std::ptrdiff_t(std::min(i + around, moved.size()));
        relative[i] = speed[i] / std::max(*std::max_element(first, last), 1e-9);
    }
    return relative;
}

// How well `heard` follows `moved`, and how much later, over the steps that `measured` names.
Match follow(const Curve& heard, const Curve& moved, const std::vector<bool>& measured)
{
    Match best;
    for (std::size_t lag = 0; double(lag) * kStepS <= 1; ++lag) {
        Curve a, b;
        for (std::size_t i = lag; i < std::min({heard.size(), moved.size(), measured.size()}); ++i)
            if (measured[i] && measured[i - lag]) {
                a.push_back(heard[i]);
                b.push_back(moved[i - lag]);
            }
        if (const double r = test::correlation(a, b); r > best.correlation)
            best = {r, double(lag) * kStepS};
    }
    return best;
}

constexpr double kTurnS = 0.5;   // for so long after a turn the pad may still be in its dip
constexpr double kDipLagS = 0.2; // how much later than the belly itself its speed is known

// What the pad should sound like: it opens with the belly, and is silent where the breath turns.
Curve mirrored(const Curve& moved, const Curve& speed)
{
    const auto [low, high] = std::minmax_element(moved.begin(), moved.end());
    const auto lag = std::size_t(kDipLagS / kStepS);
    Curve mirror(moved.size());
    for (std::size_t i = lag; i < moved.size(); ++i) {
        const double moves = std::min(speed[i - lag] / 0.6, 1.);
        mirror[i] = (moved[i] - *low) / (*high - *low) * moves * moves * (3 - 2 * moves);
    }
    return mirror;
}

// How quiet the pad becomes just after the breath is full, against how loud it is between the
// turns: the median over the breaths.
double dip_at_the_top(const Curve& heard, const Curve& moved, const Curve& speed,
                      const std::vector<bool>& measured)
{
    const auto after = std::size_t((kTurnS + 0.25) / kStepS);
    const auto [low, high] = std::minmax_element(moved.begin(), moved.end());
    double loud = 0, steps = 0;
    Curve dips;
    for (std::size_t i = 1; i + after < std::min(heard.size(), moved.size()); ++i) {
        if (!measured[i] || !measured[i + after])
            continue;
        if (speed[i] > 0.5)
            loud += heard[i] * heard[i], ++steps;
        const bool top = speed[i] < 0.1 && speed[i - 1] >= 0.1 && moved[i] > (*low + *high) / 2;
        if (top)
            dips.push_back(*std::min_element(heard.begin() + std::ptrdiff_t(i),
                                             heard.begin() + std::ptrdiff_t(i + after)));
    }
    if (dips.empty())
        return 1;
    std::nth_element(dips.begin(), dips.begin() + std::ptrdiff_t(dips.size() / 2), dips.end());
    return dips[dips.size() / 2] / std::sqrt(loud / steps);
}

// The times of the rows that were sent and not recorded; nothing when a sample was recorded that
// was not sent so, or not at that time.
std::optional<std::vector<double>> lost_rows(const std::vector<test::LineEmulator::Sent>& sent,
                                             const std::vector<Sample>& recorded, const Body& body)
{
    constexpr double kStamp = 0.03; // a time stamp is that good [s]
    std::vector<double> lost;
    auto row = sent.begin();
    for (std::size_t i = 0; i + 1 < recorded.size(); i += 2, ++row) {
        for (; row != sent.end() && to_seconds(recorded[i].time - row->time) > kStamp; ++row)
            lost.push_back(to_seconds(row->time));
        for (std::size_t column = 0; column < 2; ++column) {
            const Sample& sample = recorded[i + column];
            if (row == sent.end() || sample.value != body.rows[row->row][column]
                || sample.channel.band != Band(column)
                || std::fabs(to_seconds(sample.time - row->time)) > kStamp)
                return std::nullopt;
        }
    }
    for (; row != sent.end(); ++row)
        lost.push_back(to_seconds(row->time));
    return lost;
}

} // namespace

TEST_CASE("Sensor bytes become sound, MIDI and a whole recording, over an unplugged sensor")
{
    if (const char* reason = test::JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const double seconds = kWarmUpS + kMeasuredS;
    const Body body = body_for(seconds + 5);
    const test::TempFolder folder;
    const auto recording_file = folder / "session.crura";
    const auto guard_report = folder / "guard.txt";

    const test::JackServer server;
    test::JackCapture capture("PortAudio:", "Crura:");
    test::LineEmulator sensor(
        {.rate_hz = body.rate_hz, .columns = {"chest:adc16:65535", "belly:adc16:65535"}},
        body.rows);
    const bool guarded = *CRURA_RT_GUARD != '\0'; // not under a sanitizer
    std::vector<std::string> preload{CRURA_PTY_SHIM};
    if (guarded)
        preload.push_back(CRURA_RT_GUARD);
    test::Program program({"run", "constructive-rest", "--source", "line:" + sensor.port_name(),
                           "--minutes", "20", "--record", recording_file, "--voice", "none"},
                          {.preload = preload,
                           .environment = {{"CRURA_RT_GUARD_REPORT", guard_report},
                                           {"ASAN_OPTIONS", "verify_asan_link_order=0"}},
                           .home = folder.path()});
    REQUIRE(program.says("Settle", 20));
    REQUIRE(capture.wait_for_audio(10));
    REQUIRE(capture.wait_for_midi(10));

    // The sensor's rows began when the program started it.
    while (sensor.sent().empty())
        std::this_thread::sleep_for(10ms);
    const Time began = sensor.sent().front().time;
    const auto until = [began](double s) {
        std::this_thread::sleep_until(began + from_seconds(s));
    };
    until(kUnplugAtS);
    sensor.unplug();
    until(kUnplugAtS + kUnpluggedS);
    sensor.plug();
    until(seconds);
    program.signal(SIGINT);
    CHECK(program.ends(10) == 0);
    const auto sent = sensor.sent();
    capture.stop();
    INFO(program.output());

    // Sound and MIDI.
    const double captured_at_s = to_seconds(capture.first_time() - began);
    const Curve loudness = envelope(capture.left());
    const Curve controller =
        breath_controller(capture.midi(), capture.first_frame(), loudness.size());
    Curve belly;
    std::vector<bool> measured;
    for (std::size_t i = 0; i < loudness.size(); ++i) {
        const double t = captured_at_s + double(i) * kStepS;
        const auto row =
            std::size_t(std::clamp(t * body.rate_hz, 0., double(body.rows.size() - 1)));
        belly.push_back(body.belly_sign * body.rows[row][1]);
        const bool away = t > kUnplugAtS && t < kUnplugAtS + kUnpluggedS + kBackAgainS;
        measured.push_back(t > kWarmUpS && t < seconds && !away);
    }
    // The pad is silent where the breath turns, so that nothing drones; between the turns it
    // follows the belly.
    const Curve speed = speed_of(belly);
    const Match sound = follow(loudness, mirrored(belly, speed), measured);
    const Match midi = follow(controller, belly, measured);
    const double dip = dip_at_the_top(loudness, belly, speed, measured);
    WARN("pad follows the belly with r = "
         << sound.correlation << " at " << sound.lag_s << " s; CC2 with r = " << midi.correlation
         << " at " << midi.lag_s << " s; at the top it falls to " << 20 * std::log10(dip) << " dB");
    CHECK(sound.correlation >= 0.9);
    CHECK(sound.lag_s <= 0.25);
    CHECK(dip < 0.35);
    CHECK(midi.correlation >= 0.9);
    CHECK(midi.lag_s <= 0.25);
    CHECK(capture.lost_frames().by_program == 0);

    // The recording holds every sample sent, bit for bit.
    const auto recording = record::read_recording(recording_file);
    REQUIRE(recording);
    CHECK(recording->whole());
    CHECK(recording->closed);
    const auto lost = lost_rows(sent, record::samples_of(*recording), body);
    REQUIRE(lost);
    for (const double lost_s : *lost) { // what was in the cable when it was pulled is gone
        const double at_s = lost_s - to_seconds(began);
        INFO("the row of second " << at_s);
        CHECK((at_s > seconds || (at_s > kUnplugAtS - 0.1 && at_s < kUnplugAtS + 0.1)));
    }
    // Only the five seconds are missing, and what the reconnection took.
    const double away_s = (body.rate_hz * seconds - double(sent.size())) / body.rate_hz;
    CHECK(away_s < kUnpluggedS + 2);

    // The audio callback was in time, did nothing it must not, and was watched all the while.
    if (!guarded) {
        WARN("not checked in this build: missed periods and the real-time guard");
        return;
    }
    CHECK(capture.xruns().by_program == 0);
    if (const auto periods = capture.xruns().by_machine)
        WARN("the machine stood still and the sound server missed " << periods << " periods");
    else
        CHECK(program.output().find("ran out of sound") == std::string::npos);
    const auto report = test::read_rt_report(guard_report);
    REQUIRE(report);
    INFO(report->first);
    CHECK(report->violations == 0);
    const double periods_a_second =
        test::JackServer::kSampleRateHz / double(test::JackServer::kPeriodFrames);
    CHECK(double(report->sections) >= seconds * periods_a_second);
}

TEST_CASE("A pair of WitMotion sensors, as they leave the factory, is set up and its breath heard")
{
    // Gravity tilts by 2 degrees with each of 12 breaths a minute; the belly lies the other way up.
    const auto breathing = [](double tilt_deg) {
        return [tilt_deg](double t) {
            const double at = std::fmod(t, 5), in = 2;
            const double rise = at < in ? 0.5 - 0.5 * std::cos(std::numbers::pi * at / in)
                                        : std::exp(-(at - in) / 0.7);
            const double angle = (10 + tilt_deg * rise) * std::numbers::pi / 180;
            return test::WitMotionEmulator::Motion{{0, std::sin(angle), std::cos(angle)}, {}};
        };
    };
    test::WitMotionEmulator chest({.rate_error = 0.005}, breathing(2));
    test::WitMotionEmulator belly({.wired = false, .baud = 115200}, breathing(-2));
    const test::TempFolder folder;
    test::Program program({"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml", "--source",
                           "witmotion:" + chest.port_name() + "," + belly.port_name(), "--minutes",
                           "0.8", "--audio", "none", "--midi", "none"},
                          {.preload = {CRURA_PTY_SHIM},
                           .environment = {{"ASAN_OPTIONS", "verify_asan_link_order=0"}},
                           .home = folder.path()});
    CHECK(program.ends(70) == 0);
    INFO(program.output());
    CHECK(program.output().find("The breath is understood.") != std::string::npos);
    CHECK(program.output().find("12.0 per minute") != std::string::npos);
    CHECK(program.output().find("went missing") == std::string::npos);
}

TEST_CASE("When the sound server dies the session goes on, and sound and MIDI come back with it")
{
    if (const char* reason = test::JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const test::TempFolder folder;
    test::JackServer server;
    test::Program program({"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml", "--source",
                           "simulator:calm", "--minutes", "0.8"},
                          {.home = folder.path()});
    REQUIRE(program.says("The breath is understood.", 40));
    server.crash();
    CHECK(program.says("The sound output is gone; the session goes on.", 2));
    CHECK(program.says("The MIDI output is gone; the session goes on.", 2));
    server.restart();
    CHECK(program.says("The sound is back.", 3));
    CHECK(program.says("MIDI is back.", 3));
    test::JackCapture capture("PortAudio:", "Crura:");
    CHECK(capture.wait_for_audio(3));
    CHECK(program.ends(60) == 0);
    capture.stop();
    INFO(program.output());
    CHECK(program.output().find("0 min 48 s") != std::string::npos);
    float loudest = 0;
    for (const float each : capture.left())
        loudest = std::max(loudest, std::fabs(each));
    CHECK(loudest > 0.001);
}
