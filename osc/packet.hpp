#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace crura::osc {

// OSC 1.0 packets: what is in them, and their bytes. [any]

using WallTime = std::chrono::sys_time<Duration>; // UTC, as OSC's time tags are
using Argument = std::variant<std::int32_t, float, std::string>;

struct Message {
    std::string address; // "/crura/rate"
    std::vector<Argument> arguments;

    friend bool operator==(const Message&, const Message&) = default;
};

// Messages that are meant for one moment; without one, for at once.
struct Bundle {
    std::optional<WallTime> due;
    std::vector<Message> messages;
};

std::vector<std::uint8_t> encode(const Bundle& bundle);

// A packet from anywhere: a bundle, with the bundles in it, or a message alone. 64-bit numbers are
// narrowed; true and false are 1 and 0; an argument of any other kind is an empty text. The error
// says what is wrong with the packet.
Result<std::vector<Bundle>> decode(std::span<const std::uint8_t> packet);

// The argument as a number; nothing for a text.
std::optional<double> number(const Argument& argument);

} // namespace crura::osc
