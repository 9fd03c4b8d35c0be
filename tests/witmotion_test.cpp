#include "devices/witmotion.hpp"
#include "support/line_emulator.hpp"
#include "support/pty.hpp"
#include "support/within.hpp"
#include "support/witmotion_emulator.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using devices::WitMotion;
using test::WitMotionEmulator;

namespace {

// A belly that rises and falls; the x axis alone tells at which time, for it only ever rises.
WitMotionEmulator::Motion breathing(double time_s)
{
    return {{time_s / 100, 0.1 * std::sin(time_s), 1}, {0, 20 * std::cos(time_s), -5}};
}

constexpr double kGPerCount = 16.0 / 32768;
constexpr double kDpsPerCount = 2000.0 / 32768;

void start(WitMotion& sensor, SampleRing& ring)
{
    const auto started = sensor.start(ring);
    if (!started)
        FAIL(started.error().message);
}

std::string refusal(WitMotion& sensor)
{
    SampleRing ring(1024);
    const auto started = sensor.start(ring);
    REQUIRE_FALSE(started);
    CHECK_FALSE(sensor.health().online);
    return started.error().message;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::vector<Sample> take_all(SampleRing& ring)
{
    std::vector<Sample> samples;
    for (Sample sample; ring.pop(sample);)
        samples.push_back(sample);
    return samples;
}

// Finds each measurement among those sent, checks its six values, and returns how far its time is
// from the true one [s]: the median of the later half.
double check_measurements(const WitMotionEmulator& emulator, const std::vector<Sample>& samples)
{
    const auto sent = emulator.sent();
    REQUIRE(samples.size() % 6 == 0);
    REQUIRE(samples.size() > 60);
    std::vector<double> errors_s;
    std::size_t at = 0;
    for (std::size_t i = 0; i < samples.size(); i += 6) {
        std::array<double, 6> values;
        for (std::size_t k = 0; k < 6; ++k) {
            REQUIRE(samples[i + k].channel
                    == Channel{Band::abdominal, Quantity::acceleration_x + k});
            REQUIRE(samples[i + k].time == samples[i].time);
            values[k] = samples[i + k].value;
        }
        const auto fits = [&values](const WitMotionEmulator::Sent& each) {
            bool fit = true;
            for (std::size_t k = 0; k < 3; ++k)
                fit = fit && std::fabs(values[k] - each.motion.acceleration_g[k]) <= kGPerCount
                    && std::fabs(values[3 + k] - each.motion.angular_rate_dps[k]) <= kDpsPerCount;
            return fit;
        };
        // Several neighbours may look the same after rounding; the nearest in time is meant.
        double best_s = 1;
        while (at + 1 < sent.size() && sent[at].time < samples[i].time - 200ms)
            ++at;
        for (std::size_t k = at; k < sent.size() && sent[k].time < samples[i].time + 200ms; ++k)
            if (fits(sent[k]))
                best_s = std::min(best_s, std::fabs(to_seconds(sent[k].time - samples[i].time)));
        REQUIRE(best_s < 1);
        errors_s.push_back(best_s);
    }
    errors_s.erase(errors_s.begin(), errors_s.begin() + errors_s.size() / 2);
    std::nth_element(errors_s.begin(), errors_s.begin() + errors_s.size() / 2, errors_s.end());
    return errors_s[errors_s.size() / 2];
}

} // namespace

TEST_CASE("WitMotion finds a sensor, sets it to 100 Hz, and stamps what it measured")
{
    const auto params = GENERATE(values<WitMotionEmulator::Params>({
        {.wired = true, .baud = 9600},
        {.wired = true, .baud = 230400, .rate_error = 0.01, .samples_per_burst = 5},
        {.wired = false, .baud = 115200},
        {.wired = false, .baud = 115200, .rate_error = -0.01, .stutters = true},
    }));
    CAPTURE(params.wired, params.baud, params.rate_error);
    WitMotionEmulator emulator(params, breathing);
    SampleRing ring(16384);
    WitMotion sensor(Band::abdominal, emulator.port_name());
    CHECK(sensor.name() == "witmotion:" + emulator.port_name() + " (belly)");

    const auto before = host_now();
    start(sensor, ring);
    CHECK(host_now() - before < 4s);
    CHECK(sensor.health().online);
    CHECK(emulator.rate_hz() == 100);
    CHECK(emulator.baud() == std::max(115200, params.baud));
    CHECK(emulator.ignored_writes() == 0);
    CHECK(emulator.saves() == 0);

    const auto first = sensor.health().samples;
    std::this_thread::sleep_for(5s);
    const auto count = double(sensor.health().samples - first) / 6;
    CHECK(count == Approx(500 * (1 + params.rate_error)).margin(15));
    sensor.stop();
    CHECK(sensor.health().refused == 0);
    CHECK((sensor.health().rejected > 0) == params.stutters);
    CHECK(check_measurements(emulator, take_all(ring)) < 0.006);
}

TEST_CASE("WitMotion takes a sensor as it is that obeys nothing")
{
    WitMotionEmulator emulator({.wired = true, .baud = 115200, .obeys = false}, breathing);
    SampleRing ring(4096);
    WitMotion sensor(Band::abdominal, emulator.port_name());
    start(sensor, ring);
    std::this_thread::sleep_for(4s);
    CHECK(sensor.health().online);
    sensor.stop();
    CHECK(check_measurements(emulator, take_all(ring)) < 0.006); // ten times a second
}

TEST_CASE("WitMotion goes offline when unplugged, and sets the sensor up again afterwards")
{
    WitMotionEmulator emulator({.wired = true, .baud = 9600}, breathing);
    SampleRing ring(16384);
    WitMotion sensor(Band::abdominal, emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(2s, [&] { return sensor.health().samples > 300; }));
    emulator.unplug();
    REQUIRE(test::within(500ms, [&] { return !sensor.health().online; }));
    CHECK(contains(refusal(sensor), "plugged in"));
    const auto before = sensor.health().samples;

    emulator.plug(); // at 9600 baud and 10 Hz again
    start(sensor, ring);
    REQUIRE(test::within(2s, [&] { return sensor.health().samples > before + 300; }));
    CHECK(emulator.rate_hz() == 100);
}

TEST_CASE("WitMotion notices a sensor that lost its power, or its settings, for a moment")
{
    // The wired one comes back at another speed, the other one only ten times as slow.
    const bool wired = GENERATE(true, false);
    WitMotionEmulator emulator({.wired = wired, .baud = wired ? 9600 : 115200}, breathing);
    SampleRing ring(16384);
    WitMotion sensor(Band::abdominal, emulator.port_name());
    start(sensor, ring);
    emulator.lose_power();
    REQUIRE(test::within(5s, [&] { return !sensor.health().online; }));
    start(sensor, ring);
    CHECK(emulator.rate_hz() == 100);
}

TEST_CASE("WitMotion says within 5 s what is wrong and what to do")
{
    const auto before = host_now();
    SECTION("no port")
    {
        WitMotion sensor(Band::thoracic, "/dev/ttyUSB97");
        CHECK(contains(refusal(sensor), "plugged in"));
    }
    SECTION("silence")
    {
        test::Pty pty;
        WitMotion sensor(Band::thoracic, pty.port_name());
        CHECK(contains(refusal(sensor), "(chest): no WitMotion sensor answers"));
    }
    SECTION("a board with the line protocol")
    {
        test::LineEmulator emulator({}, {});
        WitMotion sensor(Band::thoracic, emulator.port_name());
        CHECK(contains(refusal(sensor), "no WitMotion sensor answers"));
    }
    CHECK(host_now() - before < 5s);
}
