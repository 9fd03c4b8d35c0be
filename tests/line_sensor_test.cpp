#include "devices/line_sensor.hpp"
#include "support/line_emulator.hpp"
#include "support/pty.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using devices::LineSensor;
using test::LineEmulator;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

// Rows that are all different, with digits that a careless printer or reader would lose.
std::vector<LineEmulator::Row> rows(std::size_t count)
{
    std::vector<LineEmulator::Row> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back({double(i), 500 + 100 * std::sin(double(i) / 30)});
    return rows;
}

std::vector<Sample> take_all(SampleRing& ring)
{
    std::vector<Sample> samples;
    for (Sample sample; ring.pop(sample);)
        samples.push_back(sample);
    return samples;
}

void start(LineSensor& sensor, SampleRing& ring)
{
    const auto started = sensor.start(ring);
    if (!started)
        FAIL(started.error().message);
}

std::string refusal(LineSensor& sensor)
{
    SampleRing ring(1024);
    const auto started = sensor.start(ring);
    REQUIRE_FALSE(started);
    CHECK_FALSE(sensor.health().online);
    CHECK(started.error().message.find(sensor.name().substr(5)) != std::string::npos);
    return started.error().message;
}

std::string refusal(const std::string& port_name)
{
    LineSensor sensor(port_name);
    return refusal(sensor);
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

// Every row that was sent, and no other, came with both its values, bit for bit.
void check_complete(const LineEmulator& emulator, const std::vector<LineEmulator::Row>& rows,
                    const std::vector<Sample>& samples)
{
    const auto sent = emulator.sent();
    REQUIRE(samples.size() == 2 * sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        REQUIRE(samples[2 * i].channel == kChest);
        REQUIRE(samples[2 * i].value == rows[sent[i].row][0]);
        REQUIRE(samples[2 * i + 1].channel == kBelly);
        REQUIRE(samples[2 * i + 1].value == rows[sent[i].row][1]);
        REQUIRE(samples[2 * i + 1].time == samples[2 * i].time);
    }
}

// How far the time stamps of the chest are from the true ones [s]: the median of the later half.
double typical_error_s(const LineEmulator& emulator, const std::vector<Sample>& samples)
{
    const auto sent = emulator.sent();
    std::map<std::size_t, Time> measured;
    for (const auto& each : sent)
        measured[each.row] = each.time;
    std::vector<double> errors_s;
    for (const auto& sample : samples)
        if (sample.channel == kChest)
            errors_s.push_back(
                std::fabs(to_seconds(sample.time - measured.at(std::size_t(sample.value)))));
    REQUIRE(errors_s.size() > 10);
    errors_s.erase(errors_s.begin(), errors_s.begin() + errors_s.size() / 2);
    std::nth_element(errors_s.begin(), errors_s.begin() + errors_s.size() / 2, errors_s.end());
    return errors_s[errors_s.size() / 2];
}

} // namespace

TEST_CASE("LineSensor hands on every value that a board sends, bit for bit, when it was measured")
{
    auto params = GENERATE(values<LineEmulator::Params>({
        {},
        {.rate_hz = 100, .bytes_per_write = 1},
        {.rate_hz = 100, .bytes_per_write = 7},
        {.rate_hz = 100, .lines_per_burst = 10}, // a tenth of a second late, all at once
        {.boot_text = "ets Jan  8 2013,rst cause:2\r\n\x80\xFF$$garbage"},
        {.clock_error = 0.003, .first_micros = 4'293'500'000, .first_sequence = 65500},
    }));
    CAPTURE(params.bytes_per_write, params.lines_per_burst, params.first_sequence);
    const auto all = rows(std::size_t(3 * params.rate_hz));
    LineEmulator emulator(params, all);
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    CHECK(sensor.name() == "line:" + emulator.port_name());

    start(sensor, ring);
    CHECK(sensor.health().online);
    REQUIRE(test::within(10s, [&] {
        return emulator.finished() && sensor.health().samples == 2 * emulator.sent().size();
    }));
    sensor.stop();

    CHECK_FALSE(sensor.health().online);
    CHECK(sensor.health().lost == 0);
    CHECK(sensor.health().refused == 0);
    CHECK(emulator.sent().size() == all.size());
    const auto samples = take_all(ring);
    check_complete(emulator, all, samples);
    CHECK(typical_error_s(emulator, samples) < 0.004);
    for (std::size_t i = 2; i < samples.size(); i += 2)
        REQUIRE(samples[i].time > samples[i - 2].time);
}

TEST_CASE("LineSensor counts what was lost or spoilt on the way")
{
    const auto all = rows(150);
    LineEmulator emulator({.rate_hz = 100}, all);
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples > 20; }));
    emulator.skip_lines(7);
    emulator.garble_next_line();
    REQUIRE(test::within(5s, [&] {
        return emulator.finished() && sensor.health().samples == 2 * emulator.sent().size();
    }));
    CHECK(sensor.health().rejected == 1);
    CHECK(sensor.health().lost == 8);
    check_complete(emulator, all, take_all(ring));
}

TEST_CASE("LineSensor goes offline when unplugged in mid-line, starts again, and keeps counting")
{
    const auto all = rows(1000);
    LineEmulator emulator({.rate_hz = 100}, all);
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples > 100; }));

    emulator.unplug_in_mid_line();
    REQUIRE(test::within(500ms, [&] { return !sensor.health().online; }));
    CHECK(contains(refusal(sensor), "plugged in"));
    std::this_thread::sleep_for(300ms);
    const auto before = sensor.health().samples;
    CHECK(before == 2 * emulator.sent().size());

    emulator.plug();
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples > before + 200; }));
    sensor.stop();
    const auto samples = take_all(ring);
    CHECK(sensor.health().samples == samples.size());
    CHECK(typical_error_s(emulator, samples) < 0.004);
    for (std::size_t i = 2; i < samples.size(); i += 2)
        REQUIRE(samples[i].time > samples[i - 2].time);
}

TEST_CASE("LineSensor asks a board that restarted to go on, with true time stamps")
{
    const auto all = rows(1000);
    LineEmulator emulator({.rate_hz = 100}, all);
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples > 100; }));
    emulator.restart();
    std::this_thread::sleep_for(200ms);
    const auto before = sensor.health().samples;
    REQUIRE(test::within(3s, [&] { return sensor.health().samples > before + 200; }));
    CHECK(sensor.health().online);
    CHECK(sensor.health().lost == 0);
    sensor.stop();
    CHECK(typical_error_s(emulator, take_all(ring)) < 0.004);
}

TEST_CASE("LineSensor gives up a board that fell silent, and says so when started again")
{
    LineEmulator emulator({}, rows(1000));
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    emulator.fall_silent();
    std::this_thread::sleep_for(2s);
    CHECK(sensor.health().online);
    REQUIRE(test::within(3s, [&] { return !sensor.health().online; }));
    CHECK(contains(refusal(sensor), "nothing arrives"));
}

TEST_CASE("LineSensor stops within 300 ms and pushes nothing afterwards")
{
    LineEmulator emulator({.rate_hz = 200}, rows(10000));
    SampleRing ring(64); // soon full
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().refused > 10; }));
    const auto before = host_now();
    sensor.stop();
    CHECK(host_now() - before < 300ms);
    take_all(ring);
    std::this_thread::sleep_for(50ms);
    CHECK(ring.size() == 0);
    sensor.stop(); // twice does no harm
}

TEST_CASE("LineSensor passes over a sensor that its board cannot read")
{
    const double missing = std::nan("");
    std::vector<LineEmulator::Row> all(500, {512, missing});
    LineEmulator emulator({}, all);
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples > 20; }));
    CHECK(sensor.health().rejected == 0);
    for (const auto& sample : take_all(ring))
        REQUIRE(sample.channel == kChest);
}

TEST_CASE("LineSensor hands on acceleration along the axes of two IMUs")
{
    LineEmulator emulator(
        {.columns = {"cax:g:2", "cay:g:2", "caz:g:2", "bax:g:2", "bay:g:2", "baz:g:2"}},
        {500, {0.1, -0.2, 0.9, 0, 0.5, -1}});
    SampleRing ring(4096);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    REQUIRE(test::within(5s, [&] { return sensor.health().samples >= 6; }));
    sensor.stop();
    const auto samples = take_all(ring);
    CHECK(samples[1].value == -0.2);
    CHECK(samples[1].channel == Channel{Band::thoracic, Quantity::acceleration_y});
    CHECK(samples[5].value == -1);
    CHECK(samples[5].channel == Channel{Band::abdominal, Quantity::acceleration_z});
}

TEST_CASE("LineSensor waits for a board that takes 2 s to start")
{
    LineEmulator emulator({.boot_s = 2}, rows(1000));
    SampleRing ring(1024);
    LineSensor sensor(emulator.port_name());
    start(sensor, ring);
    CHECK(test::within(1s, [&] { return sensor.health().samples > 10; }));
}

TEST_CASE("LineSensor says within 4 s what is wrong and what to do")
{
    const auto before = host_now();
    SECTION("no port")
    {
        CHECK(contains(refusal("/dev/ttyUSB97"), "plugged in"));
    }
    SECTION("silence")
    {
        test::Pty pty;
        CHECK(contains(refusal(pty.port_name()), "nothing arrives; load a sketch"));
    }
    SECTION("another version")
    {
        LineEmulator emulator({.version = "2"}, rows(1));
        CHECK(contains(refusal(emulator.port_name()), "version 2"));
    }
    SECTION("columns that nobody knows")
    {
        LineEmulator emulator({.columns = {"left:V:5", "right:V:5"}}, rows(1));
        CHECK(contains(refusal(emulator.port_name()), "left, right"));
    }
    SECTION("a board that never measures")
    {
        LineEmulator emulator({.obeys_start = false}, rows(1));
        CHECK(contains(refusal(emulator.port_name()), "measures nothing"));
    }
    CHECK(host_now() - before < 4s);
}

namespace {

// Somebody else's device: says `text` over and over, at one speed only.
class Chatter {
public:
    Chatter(std::vector<std::uint8_t> text, int baud)
        : thread_([this, text = std::move(text), baud](std::stop_token stop) {
              while (!stop.stop_requested()) {
                  if (pty_.opened()) {
                      const bool clear = pty_.baud() == baud;
                      pty_.write(clear ? text : std::vector<std::uint8_t>(8, 0xF8));
                  }
                  std::this_thread::sleep_for(10ms);
              }
          })
    {
    }
    const std::string& port_name() const { return pty_.port_name(); }

private:
    test::Pty pty_;
    std::jthread thread_;
};

std::vector<std::uint8_t> bytes_of(std::string_view text)
{
    return {text.begin(), text.end()};
}

} // namespace

TEST_CASE("LineSensor names what talks to it instead")
{
    const std::vector<std::uint8_t> wired{0x55, 0x51, 0, 0, 0, 0, 0, 0x08, 0xC4, 0x09, 0x7B};
    SECTION("a WitMotion sensor, even at its own speed")
    {
        const Chatter chatter(wired, GENERATE(115200, 9600));
        CHECK(contains(refusal(chatter.port_name()), "looks like a WitMotion sensor"));
    }
    SECTION("plain text")
    {
        const Chatter chatter(bytes_of("512,498\r\n"), 115200);
        CHECK(contains(refusal(chatter.port_name()), "not the Crura line protocol"));
    }
    SECTION("another speed")
    {
        const Chatter chatter(bytes_of("512,498\r\n"), 57600);
        CHECK(contains(refusal(chatter.port_name()), "no sense at 115200 baud"));
    }
}
