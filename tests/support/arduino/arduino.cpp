#include "Arduino.h"
#include "Wire.h"

ArduinoSerial Serial;
ArduinoWire Wire;

namespace crura::test {

ArduinoBench& bench()
{
    static ArduinoBench the_only_one;
    return the_only_one;
}

} // namespace crura::test

using crura::test::bench;

namespace {

constexpr int kDriverAddress = 0x5A;

std::uint8_t tell_driver(const std::vector<std::uint8_t>& bytes)
{
    auto& driver = bench().driver;
    if (!driver.connected)
        return 2; // address not acknowledged
    if (bytes.size() == 2)
        driver.writes.emplace_back(bytes[0], bytes[1]);
    return 0;
}

} // namespace

void ArduinoSerial::begin(long baud)
{
    bench().baud = baud;
}

int ArduinoSerial::available()
{
    return int(bench().typed.size());
}

int ArduinoSerial::read()
{
    auto& typed = bench().typed;
    if (typed.empty())
        return -1;
    const int byte = std::uint8_t(typed.front());
    typed.erase(0, 1);
    return byte;
}

std::size_t ArduinoSerial::write(const std::uint8_t* bytes, std::size_t count)
{
    bench().printed.append(reinterpret_cast<const char*>(bytes), count);
    return count;
}

void ArduinoWire::beginTransmission(std::uint8_t address)
{
    address_ = address;
    written_.clear();
}

std::uint8_t ArduinoWire::endTransmission(bool)
{
    if (address_ == kDriverAddress)
        return tell_driver(written_);
    auto& imu = bench().imus[address_];
    if (!imu.connected)
        return 2; // address not acknowledged
    if (!written_.empty())
        register_ = written_[0];
    if (written_.size() == 2 && register_ == 0x6B)
        imu.power = written_[1];
    return 0;
}

std::uint8_t ArduinoWire::requestFrom(std::uint8_t address, std::uint8_t count)
{
    answer_.clear();
    const auto& imu = bench().imus[address];
    if (!imu.connected)
        return 0;
    const bool asleep = imu.power & 0x40;
    for (std::uint8_t i = 0; i < count; ++i) {
        const int offset = register_ + i - 0x3B;
        const auto value = !asleep && offset >= 0 && offset < 6 ? imu.acceleration[offset / 2] : 0;
        answer_.push_back(std::uint8_t(offset % 2 ? value & 0xFF : value >> 8));
    }
    return count;
}

int ArduinoWire::read()
{
    if (answer_.empty())
        return -1;
    const int byte = answer_.front();
    answer_.pop_front();
    return byte;
}
