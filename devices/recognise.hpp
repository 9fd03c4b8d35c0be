#pragma once

#include "core/result.hpp"
#include "devices/line_protocol.hpp"
#include "devices/witmotion_protocol.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace crura::devices {

enum class PortKind : std::uint8_t { unknown, crura_line, witmotion };

// Guesses from its bytes what a device is. Pure.
class Recogniser {
public:
    // True as soon as the kind is known.
    bool operator()(std::span<const std::uint8_t> bytes);

    PortKind kind() const;
    bool silent() const { return bytes_ == 0; }
    bool sends_text() const { return text_ * 10 > bytes_ * 9; }

private:
    LineParser parse_line_;
    WitParser parse_frame_;
    std::size_t lines_ = 0;  // Crura lines
    std::size_t frames_ = 0; // WitMotion frames
    std::size_t bytes_ = 0;
    std::size_t text_ = 0; // bytes that are printable or end a line
};

// [any but engine and audio] What is plugged in there? Listens for up to 3 s, and only listens:
// nothing is sent to a device that may not be ours. The error says why it cannot be opened.
Result<PortKind> recognise(const std::string& port_name);

} // namespace crura::devices
