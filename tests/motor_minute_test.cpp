// A minute of a session, in simulated time: LineMotor and a sketch of devices/firmware talk to each
// other as over a cable, and an independent reader listens in.

#include "devices/line_protocol.hpp"
#include "devices/touch/line_motor.hpp"
#include "support/arduino/Arduino.h"
#include "support/arduino/sketches.hpp"
#include "support/motor_reader.hpp"
#include "support/touch_cues.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using test::bench;

namespace {

constexpr int kMotorPin = 9;

// One millisecond a step; the program looks every 5 ms, the engine ticks every 10 ms.
struct Session {
    devices::LineMotor motor{"line:test", {}};
    devices::LineParser parse{};
    test::MotorReader cable{};
    Time start{10s};
    Time now{start};
    std::vector<int> pin{}; // every millisecond

    Session()
    {
        bench() = {};
        test::two_belts::setup();
        motor.port_opened(now);
    }

    void run(Duration length, const std::function<float(double)>& level, bool hears = true)
    {
        for (const auto end = now + length; now < end; now += 1ms) {
            const auto ms = (now - start) / 1ms;
            if (hears && ms % 10 == 0)
                motor.accept(test::touch_snapshot(std::uint64_t(ms / 10 + 1),
                                                  level(double(ms) / 1000), now - 4ms),
                             {});
            if (ms % 5 == 0)
                say(motor.due(now));
            board();
        }
    }

    void say(const std::string& commands)
    {
        cable.take(commands, now);
        bench().typed += commands;
    }

    void board()
    {
        test::two_belts::loop();
        bench().now_us += 1000;
        pin.push_back(bench().analog_out[kMotorPin]);
        for (const char letter : std::exchange(bench().printed, {}))
            if (const auto message = parse(std::uint8_t(letter)))
                motor.take(*message, now);
    }
};

// One swell in, which stays for a while; two pulses out; ten seconds a breath.
float breath(double at_s)
{
    const double at = std::fmod(at_s, 10);
    if (at < 4) {
        const double way = at < 1.5 ? at / 1.5 : at < 2.5 ? 1 : (4 - at) / 1.5;
        return float(0.5 - 0.5 * std::cos(way * M_PI));
    }
    const double pulse = std::fmod(at - 4, 0.6);
    return at < 5.2 && pulse < 0.3 ? float(0.5 - 0.5 * std::cos(pulse * 2 * M_PI / 0.3)) : 0;
}

} // namespace

TEST_CASE("In a minute of breath every byte to the motor means what was felt, and it never stops")
{
    Session session;
    session.run(60s, breath);
    CHECK(session.cable.first() == "V0");
    CHECK(session.cable.wrong().empty());
    CHECK(session.cable.patterns().empty());
    CHECK(session.cable.longest_silence(session.now) <= 155ms);
    CHECK(session.motor.state() == Output::working);
    CHECK(session.motor.refused() == 0);

    const auto& told = session.cable.told();
    for (std::size_t i = 1; i < told.size(); ++i) {
        const auto since = told[i].time - session.start;
        const float level = breath(double(since / 10ms) / 100); // the newest tick
        const double drive = level < 0.02f ? 0 : 0.2 + 0.4 * (double(level) - 0.02) / 0.98;
        REQUIRE(std::abs(told[i].level - 255 * drive) <= 0.51);
    }
    // The board's pin is where it was told to be, 50 ms and a tick of its own later.
    for (std::size_t i = 0; i + 1 < told.size(); ++i)
        if (told[i + 1].time - told[i].time > 65ms)
            REQUIRE(session.pin[std::size_t((told[i].time - session.start) / 1ms) + 62]
                    == told[i].level);
    CHECK(*std::max_element(session.pin.begin(), session.pin.end()) >= 150);
    CHECK(session.motor.latency().p99_ms >= 4);
    CHECK(session.motor.latency().p99_ms <= 4 + 20);
}

TEST_CASE("The brake stills the motor in the time of one look, the board in 60 ms more")
{
    Session session;
    session.run(2s, [](double) { return 1.f; });
    REQUIRE(session.pin.back() == 153);
    auto braked = test::touch_snapshot(5000, 1);
    braked.session.braked = true;
    session.motor.accept(braked, {});
    const auto at = session.now;
    session.run(70ms, breath, false);
    CHECK(session.cable.told().back().level == 0);
    CHECK(session.cable.told().back().time - at <= 5ms);
    CHECK(session.pin.back() == 0);
}

TEST_CASE("An engine that stalls, and a program that hangs, both leave the motor still")
{
    Session session;
    session.run(2s, [](double) { return 1.f; });
    REQUIRE(session.pin.back() == 153);
    SECTION("the engine")
    {
        session.run(570ms, breath, false);
        CHECK(session.cable.told().back().level == 0);
        CHECK(session.pin.back() == 0);
        session.run(1s, [](double) { return 1.f; }); // it lives again
        CHECK(session.pin.back() == 153);
    }
    SECTION("the program")
    {
        for (int ms = 0; ms < 520; ++ms)
            session.board();
        CHECK(session.cable.told().back().level == 153);
        CHECK(session.pin.back() == 0);
    }
}
