#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura::test {

// A line of the Crura line protocol, written from docs/line-protocol.md and nothing else: shares no
// code with the program.
inline std::string own_line(std::string_view body)
{
    std::uint32_t crc = 0xFFFF; // CRC-16/CCITT-FALSE, a byte at a time without a table
    for (const unsigned char letter : body) {
        crc = (crc >> 8 | crc << 8) & 0xFFFF;
        crc ^= letter;
        crc ^= (crc & 0xFF) >> 4;
        crc = (crc ^ crc << 12) & 0xFFFF;
        crc = (crc ^ (crc & 0xFF) << 5) & 0xFFFF;
    }
    std::string line = "$" + std::string(body) + "*0000\n";
    for (std::size_t i = 0; i < 4; ++i, crc >>= 4)
        line[line.size() - 2 - i] = "0123456789ABCDEF"[crc & 15];
    return line;
}

// Reads what a computer says to a motor, byte by byte and strictly: a number has no zeros in front,
// and every line is V, P or one of the commands of a sensor.
class MotorReader {
public:
    struct Told {
        Time time;
        int level;
        friend bool operator==(const Told&, const Told&) = default;
    };

    void take(std::string_view bytes, Time now)
    {
        for (const char byte : bytes)
            if (byte == '\n')
                finish(now);
            else
                line_ += byte;
    }

    const std::vector<Told>& told() const { return told_; }
    const std::vector<std::string>& patterns() const { return patterns_; }
    const std::vector<std::string>& wrong() const { return wrong_; }
    const std::string& first() const { return first_; } // line

    // The longest time that a running motor was not told anything; `end` ends the last one.
    Duration longest_silence(Time end) const
    {
        Duration longest{};
        for (std::size_t i = 0; i < told_.size(); ++i)
            if (told_[i].level > 0)
                longest = std::max(
                    longest, (i + 1 < told_.size() ? told_[i + 1].time : end) - told_[i].time);
        return longest;
    }

private:
    void finish(Time now)
    {
        const auto line = std::exchange(line_, {});
        if (first_.empty())
            first_ = line;
        if (line == "?" || line == "+" || line == "-")
            return;
        const int level = line.starts_with('V') ? number(line.substr(1)) : -1;
        if (level >= 0 && level <= 255)
            told_.push_back({now, int(level)});
        else if (line.starts_with('P'))
            patterns_.push_back(line);
        else
            wrong_.push_back(line);
    }

    static int number(const std::string& digits)
    {
        const bool plain = !digits.empty() && digits.size() <= 3
            && digits.find_first_not_of("0123456789") == digits.npos
            && (digits.size() == 1 || digits[0] != '0');
        return plain ? std::stoi(digits) : -1;
    }

    std::string line_;
    std::string first_;
    std::vector<Told> told_;
    std::vector<std::string> patterns_;
    std::vector<std::string> wrong_;
};

} // namespace crura::test
