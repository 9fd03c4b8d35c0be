#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

// The byte protocols of the WitMotion WT901 family. Pure: no port, no clock.
//
// Wired units send 11-byte frames, one per quantity, with a check sum:
//     55 TT  x x  y y  z z  t t  SUM      TT: 51 acceleration, 52 angular rate, 50 .. 5F others
// BLE units, also over their USB socket, send 20-byte frames with none:
//     55 61  3 x acceleration  3 x angular rate  3 x angle      55 71: registers that were asked
//     for
// All numbers are signed 16 bit, low byte first; 32768 is 16 g, or 2000 deg/s.
//
// Sources: WITMOTION/WitStandardProtocol_JY901 (wit_c_sdk.c, REG.h),
// WITMOTION/WitBluetooth_BWT901BLE5_0 (device_model.py). Neither kind carries a number or a time.
namespace crura::devices {

struct WitFrame {
    enum class Kind : std::uint8_t {
        acceleration, // 11 bytes
        angular_rate, // 11 bytes
        motion,       // 20 bytes: both
        registers,    // a reply
        other,        // time, angles, magnetic field ...
    };

    Kind kind = Kind::other;
    std::array<double, 3> acceleration_g{};
    std::array<double, 3> angular_rate_dps{};
};

// Bytes in, frames out.
//
// A 20-byte frame is believed only when the next one begins right after it, so it comes one frame
// late. The reason: some units emit the first 4 bytes of a frame, then begin that frame again; a
// reader that always takes 20 bytes would report 12 g. An acceleration that no breathing body can
// have is not believed either.
class WitParser {
public:
    std::optional<WitFrame> operator()(std::uint8_t byte);

    // Times that a frame failed its check.
    std::uint64_t rejected() const { return rejected_; }

private:
    static constexpr std::size_t kLookAhead = 2;
    static constexpr std::size_t kLongest = 20 + kLookAhead;

    std::optional<WitFrame> decode() const;
    bool wired() const { return bytes_[1] >= 0x50 && bytes_[1] <= 0x5F; }
    bool unchecked() const { return bytes_[1] == 0x61 || bytes_[1] == 0x71; }
    std::size_t length() const { return wired() ? 11 : 20; }
    bool whole() const;
    void drop(std::size_t count);
    void slide();

    std::array<std::uint8_t, kLongest> bytes_{};
    std::size_t count_ = 0;
    bool in_step_ = false; // the last frame was good
    std::uint64_t rejected_ = 0;
};

// FF AA register low high
using WitCommand = std::array<std::uint8_t, 5>;

enum class WitRegister : std::uint8_t { content = 0x02, rate = 0x03, baud = 0x04, unlock = 0x69 };

constexpr WitCommand wit_write(WitRegister which, std::uint16_t value)
{
    return {0xFF, 0xAA, std::uint8_t(which), std::uint8_t(value & 0xFF), std::uint8_t(value >> 8)};
}

inline constexpr std::uint16_t kWitUnlock = 0xB588;
inline constexpr std::uint16_t kWitContentMotion = 0x0006; // acceleration and angular rate
inline constexpr std::uint16_t kWitBaud115200 = 6;

// Rates that the device knows, and their codes.
struct WitRate {
    int hz;
    std::uint16_t code;
};
inline constexpr std::array<WitRate, 7> kWitRates{
    {{200, 0x0B}, {100, 0x09}, {50, 0x08}, {20, 0x07}, {10, 0x06}, {5, 0x05}, {2, 0x04}}};

} // namespace crura::devices
