#pragma once

// So much of Arduino as the sketches of devices/firmware use, on a bench: the test sets the time
// and what the pins read, and sees what the board prints.

#include <cstddef>
#include <cstdint>
#include <map>
#include <math.h>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

struct ArduinoBench {
    std::uint64_t now_us = 0;
    std::uint64_t reading_takes_us = 0; // each analogRead
    std::string printed;
    std::string typed; // by the computer, not yet read
    std::map<int, int> analog_in;
    std::map<int, int> analog_out;
    long baud = 0;

    struct Imu {
        bool connected = true;
        std::uint8_t power = 0x40; // asleep
        std::int16_t acceleration[3] = {0, 0, 0};
    };
    std::map<int, Imu> imus; // by address

    // A DRV2605L at its address.
    struct Driver {
        bool connected = false;
        std::vector<std::pair<int, int>> writes; // register, value
    };
    Driver driver;
};

ArduinoBench& bench();

} // namespace crura::test

constexpr std::uint8_t OUTPUT = 1;
constexpr std::uint8_t A0 = 14;
constexpr std::uint8_t A1 = 15;

inline std::uint32_t micros()
{
    return std::uint32_t(crura::test::bench().now_us);
}
inline std::uint32_t millis()
{
    return std::uint32_t(crura::test::bench().now_us / 1000);
}
inline void pinMode(int, int) {}
inline void analogWrite(int pin, int value)
{
    crura::test::bench().analog_out[pin] = value;
}
inline int analogRead(int pin)
{
    auto& bench = crura::test::bench();
    bench.now_us += bench.reading_takes_us;
    return bench.analog_in[pin];
}

struct ArduinoSerial {
    void begin(long baud);
    int available();
    int read();
    std::size_t write(const std::uint8_t* bytes, std::size_t count);
};
extern ArduinoSerial Serial;
