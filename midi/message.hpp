#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace crura::midi {

// The first byte of a message; those below 0xf0 have the channel in their low half.
namespace status {
inline constexpr std::uint8_t kNoteOff = 0x80;
inline constexpr std::uint8_t kNoteOn = 0x90;
inline constexpr std::uint8_t kController = 0xb0;
inline constexpr std::uint8_t kProgram = 0xc0;
inline constexpr std::uint8_t kPressure = 0xd0; // of a whole channel
inline constexpr std::uint8_t kBend = 0xe0;
inline constexpr std::uint8_t kSongPosition = 0xf2;
inline constexpr std::uint8_t kClock = 0xf8;
inline constexpr std::uint8_t kStart = 0xfa;
inline constexpr std::uint8_t kContinue = 0xfb;
inline constexpr std::uint8_t kStop = 0xfc;
} // namespace status

// Controllers that mean the same everywhere. The fine half of controllers 0 .. 31 is 32 above.
namespace controller {
inline constexpr std::uint8_t kDataEntry = 6;
inline constexpr std::uint8_t kFine = 32;
inline constexpr std::uint8_t kTimbre = 74;
inline constexpr std::uint8_t kParameterLow = 100; // registered parameter number
inline constexpr std::uint8_t kParameterHigh = 101;
inline constexpr std::uint8_t kAllNotesOff = 123;
} // namespace controller

// One complete message of one to three bytes, as MIDI 1.0 has it.
class Message {
public:
    Message() = default;
    Message(std::initializer_list<std::uint8_t> bytes)
        : Message(std::span(bytes.begin(), bytes.size()))
    {
    }

    // What is longer than three bytes (system exclusive) is cut.
    explicit Message(std::span<const std::uint8_t> bytes)
    {
        for (const auto byte : bytes)
            if (size_ < bytes_.size())
                bytes_[size_++] = byte;
    }

    const std::uint8_t* begin() const { return bytes_.data(); }
    const std::uint8_t* end() const { return bytes_.data() + size_; }
    std::size_t size() const { return size_; }
    std::uint8_t operator[](std::size_t at) const { return bytes_[at]; } // 0 behind the end

    // Without the channel for messages that have one.
    std::uint8_t status() const
    {
        return std::uint8_t(bytes_[0] < 0xf0 ? bytes_[0] & 0xf0 : bytes_[0]);
    }
    std::uint8_t channel() const { return bytes_[0] & 0x0f; } // 0 .. 15

    friend bool operator==(const Message&, const Message&) = default;

private:
    std::array<std::uint8_t, 3> bytes_{};
    std::uint8_t size_ = 0;
};

using Messages = std::vector<Message>;

// The status byte on a channel, 0 .. 15.
constexpr std::uint8_t on(std::uint8_t status, std::uint8_t channel)
{
    return std::uint8_t(status | (channel & 0x0f));
}

} // namespace crura::midi
