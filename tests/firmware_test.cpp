#include "devices/line_protocol.hpp"
#include "support/arduino/Arduino.h"
#include "support/arduino/sketches.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace crura;
using namespace crura::devices;
using test::bench;

namespace {

// A board with one of our sketches on it, and what the real parser makes of its output.
struct Board {
    void (*setup)();
    void (*loop)();
    LineParser parse{};
    std::vector<LineHeader> headers{};
    std::vector<LineData> data{};
    std::vector<std::string> troubles{};
    std::vector<std::string> answers{};
    std::size_t idle = 0;
    std::size_t rejected = 0;
    std::size_t longest_line = 0;

    void power_on()
    {
        setup();
        listen();
    }

    void type(const std::string& command) { bench().typed += command; }

    void run(double seconds, std::uint64_t step_us = 100)
    {
        const auto end_us = bench().now_us + std::uint64_t(seconds * 1e6);
        while (bench().now_us < end_us) {
            loop();
            bench().now_us += step_us;
        }
        listen();
    }

    void listen()
    {
        std::size_t length = 0;
        for (const char letter : std::exchange(bench().printed, {})) {
            length = letter == '\n' ? 0 : length + 1;
            longest_line = std::max(longest_line, length);
            if (const auto message = parse(std::uint8_t(letter)))
                std::visit([this](const auto& it) { take(it); }, *message);
        }
    }

    void take(const LineHeader& header) { headers.push_back(header); }
    void take(const LineData& line) { data.push_back(line); }
    void take(const LineTrouble& trouble) { troubles.push_back(trouble.text); }
    void take(const LineAnswer& answer) { answers.push_back(answer.echo); }
    void take(const LineIdle&) { ++idle; }
    void take(const LineRejected&) { ++rejected; }
};

Board two_belts()
{
    bench() = {};
    bench().analog_in = {{A0, 512}, {A1, 498}};
    return {test::two_belts::setup, test::two_belts::loop};
}

Board two_imus()
{
    bench() = {};
    bench().imus[0x68].acceleration[2] = 16384;
    bench().imus[0x69].acceleration[0] = -8192;
    bench().imus[0x69].acceleration[1] = -1;
    return {test::two_imus::setup, test::two_imus::loop};
}

constexpr int kMotorPin = 9;

// What the motor was driven with every millisecond of so many seconds.
std::vector<int> driven(Board& board, double seconds)
{
    std::vector<int> levels;
    for (int ms = 0; ms < int(seconds * 1000); ++ms) {
        board.run(0.001);
        levels.push_back(bench().analog_out[kMotorPin]);
    }
    return levels;
}

int largest_step(const std::vector<int>& levels)
{
    int largest = 0;
    for (std::size_t i = 1; i < levels.size(); ++i)
        largest = std::max(largest, std::abs(levels[i] - levels[i - 1]));
    return largest;
}

std::string text_of(const std::string& file)
{
    std::ifstream stream(CRURA_ROOT "/devices/firmware/" + file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("Both sketches bring the same copy of the protocol")
{
    CHECK(text_of("crura_two_belts/crura_line.h").size() > 1000);
    CHECK(text_of("crura_two_belts/crura_line.h") == text_of("crura_two_imus/crura_line.h"));
    CHECK(text_of("crura_two_belts/crura_motor.h").size() > 1000);
    CHECK(text_of("crura_two_belts/crura_motor.h") == text_of("crura_two_imus/crura_motor.h"));
}

TEST_CASE("A sketch says what it is, waits, and measures fifty times a second when told to")
{
    const bool imus = GENERATE(false, true);
    auto board = imus ? two_imus() : two_belts();
    board.power_on();
    CHECK(bench().baud == 115200);
    REQUIRE(board.headers.size() == 1);
    CHECK(channels_of(board.headers[0]));

    board.run(3.5);
    CHECK(board.data.empty());
    CHECK(board.idle == 3);

    board.type("+\n");
    board.run(10);
    CHECK(board.answers == std::vector<std::string>{"+"});
    CHECK(std::abs(int(board.data.size()) - 500) <= 1);
    CHECK(board.headers.size() == 3); // every 5 s
    for (std::size_t i = 1; i < board.data.size(); ++i) {
        REQUIRE(board.data[i].sequence == std::uint16_t(board.data[i - 1].sequence + 1));
        const auto step_us = board.data[i].micros - board.data[i - 1].micros;
        REQUIRE(std::abs(int(step_us) - 20000) <= 200);
    }

    board.type("-\n");
    board.run(0.1);
    const auto before = board.data.size();
    board.run(2);
    CHECK(board.data.size() == before);
    CHECK(board.rejected == 0);
    CHECK(board.longest_line <= kMaxLine);
}

TEST_CASE("The belt sketch sends the mean of its readings, and nothing for a belt that came off")
{
    auto board = two_belts();
    board.power_on();
    board.type("+\n");
    board.run(1);
    REQUIRE_FALSE(board.data.empty());
    CHECK(board.data.back().values[0] == 512);
    CHECK(board.data.back().values[1] == 498);
    CHECK(board.troubles.empty());

    bench().analog_in[A1] = GENERATE(0, 1023);
    board.run(5);
    CHECK(board.data.back().values[0] == 512);
    CHECK(std::isnan(board.data.back().values[1]));
    REQUIRE_FALSE(board.troubles.empty());
    CHECK(board.troubles[0] == "the belly belt is not connected");
    CHECK(board.troubles.size() <= 3);
    CHECK(board.rejected == 0);
}

TEST_CASE("On an ESP32 the belt sketch reads other pins, in 12 bit")
{
    bench() = {};
    bench().analog_in = {{34, 4094}, {35, 1}};
    Board board{test::two_belts_esp32::setup, test::two_belts_esp32::loop};
    board.power_on();
    board.type("+\n");
    board.run(1);
    REQUIRE(board.headers.size() == 1);
    CHECK(board.headers[0].columns[0].full_scale == 4095);
    REQUIRE_FALSE(board.data.empty());
    CHECK(board.data.back().values[0] == 4094);
    CHECK(board.data.back().values[1] == 1);
}

TEST_CASE("The IMU sketch sends acceleration in g, and wakes a sensor that was unplugged")
{
    auto board = two_imus();
    board.power_on();
    board.type("+\n");
    board.run(1);
    REQUIRE_FALSE(board.data.empty());
    const auto values = board.data.back().values;
    CHECK(values[0] == 0);
    CHECK(values[2] == 1);
    CHECK(values[3] == -0.5);
    CHECK(values[4] == Approx(-1.0 / 16384).margin(1e-4));

    bench().imus[0x69].connected = false;
    board.run(3);
    CHECK(board.data.back().values[2] == 1);
    CHECK(std::isnan(board.data.back().values[3]));
    CHECK(board.troubles.at(0) == "the belly sensor (address 69) does not answer");

    bench().imus[0x69].connected = true;
    bench().imus[0x69].power = 0x40; // it comes back asleep
    board.run(1);
    CHECK(board.data.back().values[3] == -0.5);
    CHECK(board.rejected == 0);
}

TEST_CASE("The IMU sketch keeps to its lines at the widest values and the longest numbers")
{
    auto board = two_imus();
    for (auto& [address, imu] : bench().imus)
        for (auto& axis : imu.acceleration)
            axis = -32768;
    bench().now_us = 4'290'000'000; // the clock wraps after 5 s
    board.power_on();
    board.type("R100\n+\n");
    board.run(10);
    CHECK(std::abs(int(board.data.size()) - 1000) <= 1);
    CHECK(board.data.back().values[0] == -2);
    for (const auto& data : board.data)
        CHECK(data.lost_before == 0);
    CHECK(board.rejected == 0);
    CHECK(board.longest_line <= kMaxLine);
}

TEST_CASE("A sketch obeys R, and refuses what it does not know")
{
    auto board = two_belts();
    board.power_on();
    board.type("R25\r\n+\n");
    board.run(4);
    CHECK(board.headers.back().rate_hz == 25);
    CHECK(std::abs(int(board.data.size()) - 100) <= 1);
    CHECK(board.answers == std::vector<std::string>{"R25", "+"});

    const std::string bad = GENERATE(
        "R0\n", "R101\n", "R\n", "R5x\n", "V256\n", "V-1\n", "x\n", "\n", "++\n", "Pfade,100\n",
        "P3,600\n", "P2,99\n", "P2,2001\n", "P2\n", "P2,\n", "P,600\n", "P256,600\n", "P1,2,3\n",
        "V1,2\n", "R5,\n", "V00128\n", "V65664\n", "a line that is far too long for a command\n");
    board.type(bad);
    board.run(0.1);
    CHECK(board.troubles == std::vector<std::string>{"unknown command"});
    CHECK(board.headers.back().rate_hz == 25);
}

TEST_CASE("The motor follows V and stops by itself half a second after the computer has gone")
{
    auto board = two_belts();
    board.power_on();
    CHECK(bench().analog_out[kMotorPin] == 0);
    for (int i = 0; i < 10; ++i) { // refreshed four times a second it goes on
        board.type("V128\n");
        board.run(0.25);
        CHECK(bench().analog_out[kMotorPin] == 128);
    }
    CHECK(board.answers.back() == "V128");
    board.run(0.2);
    CHECK(bench().analog_out[kMotorPin] == 128);
    board.run(0.1);
    CHECK(bench().analog_out[kMotorPin] == 0);

    board.type("V255\n");
    board.run(0.1);
    CHECK(bench().analog_out[kMotorPin] == 255);
    board.type("V0\n");
    board.run(0.1);
    CHECK(bench().analog_out[kMotorPin] == 0);
}

TEST_CASE(
    "The motor comes to a new level in 50 ms without a jump, and goes at once when left alone")
{
    auto board = two_belts();
    board.power_on();
    board.type("V255\n");
    const auto rise = driven(board, 0.1);
    CHECK(rise[15] < 64); // slowly at first
    CHECK(rise[60] == 255);
    CHECK(std::is_sorted(rise.begin(), rise.end()));
    CHECK(largest_step(rise) < 255 / 3);

    board.type("V55\n");
    const auto fall = driven(board, 0.02);
    board.type("V255\n"); // half-way down, it turns
    const auto again = driven(board, 0.1);
    CHECK(again.front() > 100);
    CHECK(again.back() == 255);
    CHECK(largest_step(again) < 255 / 3);
    CHECK(again.front() - fall.back() >= -30);

    const auto left_alone = driven(board, 0.6);
    CHECK(left_alone.back() == 0);
    CHECK(largest_step(left_alone) == 255);
}

TEST_CASE("Garbage neither starts the motor nor keeps it running")
{
    auto board = two_belts();
    board.power_on();
    for (int i = 0; i < 20; ++i) {
        board.type("\xFF\x80V\nV 99\nv128\nP2,600x\n$V128*0000\nV12\r8x\n");
        board.run(0.05);
        REQUIRE(bench().analog_out[kMotorPin] == 0);
    }
    board.type("V12");
    board.run(0.1);
    board.type("8\r\n"); // in two pieces
    board.run(0.1);
    CHECK(bench().analog_out[kMotorPin] == 128);
    for (int i = 0; i < 12; ++i) {
        board.type("V999\n");
        board.run(0.05);
    }
    CHECK(bench().analog_out[kMotorPin] == 0);
}

TEST_CASE("P plays one swell or two pulses and ends by itself")
{
    auto board = two_belts();
    board.power_on();
    const int pulses = GENERATE(1, 2);
    board.type("P" + std::to_string(pulses) + ",600\n");
    auto levels = driven(board, 1);
    CHECK(board.answers.back() == "P" + std::to_string(pulses) + ",600");
    CHECK(*std::max_element(levels.begin(), levels.end()) >= 120);
    CHECK(*std::max_element(levels.begin(), levels.end()) <= 128);
    CHECK(largest_step(levels) < 20);
    CHECK(levels[620] == 0);
    CHECK(levels.back() == 0);
    CHECK(levels[std::size_t(300 / pulses)] > 120);
    CHECK((levels[300] < 5) == (pulses == 2));

    board.type("P1,2000\n");
    board.run(1);
    CHECK(bench().analog_out[kMotorPin] > 100);
    board.type("V0\n"); // a V ends it
    board.run(0.1);
    CHECK(bench().analog_out[kMotorPin] == 0);
}

TEST_CASE("A DRV2605L on the bus is set up for real-time playback and driven instead of the pin")
{
    const bool imus = GENERATE(false, true);
    auto board = imus ? two_imus() : two_belts();
    bench().driver.connected = true;
    board.power_on();
    using Writes = std::vector<std::pair<int, int>>;
    CHECK(bench().driver.writes
          == Writes{{0x01, 0x05}, {0x02, 0}, {0x03, 1}, {0x1A, 0x36}, {0x1D, 0xA0}});

    bench().driver.writes.clear();
    board.type("V255\n");
    board.run(0.45);
    CHECK(bench().analog_out[kMotorPin] == 0);
    int last = 0;
    for (const auto& [which, value] : bench().driver.writes) {
        CHECK(which == 0x02);
        CHECK(value >= last);
        last = value;
    }
    CHECK(last == 0x7F); // more would brake
    board.run(0.1);      // left alone
    CHECK(bench().driver.writes.back() == std::pair(0x02, 0));
}

TEST_CASE("A DRV2605L that was unplugged for a moment is set up again, still at first")
{
    auto board = two_imus();
    bench().driver.connected = true;
    board.power_on();
    board.type("+\n");
    const auto refresh = [&](double seconds) {
        for (int i = 0; i < int(seconds * 5); ++i) {
            board.type("V200\n");
            board.run(0.2);
        }
    };
    refresh(1);
    CHECK(bench().driver.writes.back() == std::pair(0x02, 100));
    bench().driver.connected = false;
    board.type("V100\n");
    board.run(0.2);
    const auto before = board.data.size();
    refresh(2);
    CHECK(board.data.size() - before >= 99); // nobody waits for it
    bench().driver.connected = true;
    bench().driver.writes.clear();
    refresh(1.2);
    REQUIRE(bench().driver.writes.size() > 5);
    CHECK(bench().driver.writes[0] == std::pair(0x01, 0x05));
    CHECK(bench().driver.writes[1] == std::pair(0x02, 0));
    CHECK(bench().driver.writes.back() == std::pair(0x02, 100));
}

TEST_CASE("A sketch that is late measures late, and does not pile up what it missed")
{
    auto board = two_belts();
    bench().reading_takes_us = 112; // as on an Uno: 3.6 ms for both belts
    board.power_on();
    board.type("+\n");
    board.run(2);
    const auto before = board.data.size();
    bench().now_us += 500'000; // something held it up
    board.run(2);
    CHECK(std::abs(int(board.data.size() - before) - 100) <= 2);
}
