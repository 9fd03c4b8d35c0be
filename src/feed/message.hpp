#pragma once

#include "core/command.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace crura::feed {

inline constexpr std::size_t kNoteBytes = 2000; // of a note's text, at most

// What a page says.
struct Got {
    std::uint64_t seq = 0; // the newest frame or beat that it has shown
};
struct Ping {
    std::uint64_t n = 0;
};
struct Asked {
    std::uint64_t id = 0;
    std::string key;
    std::uint64_t seen = 0; // the newest frame or beat when a person pressed; 0: none yet
    int mat = 0;
    Command command = Command::mark;
    std::optional<std::string> note = std::nullopt; // to be kept; the command marks its moment
};
// A command that cannot be understood.
struct Unclear {
    std::uint64_t id = 0;
    std::string why; // one sentence
};
// No message of this protocol.
struct Breach {
    std::uint16_t code = 0; // to close with: 1007 no JSON, 1008 no such message
    std::string why;
};
using Message = std::variant<Got, Ping, Asked, Unclear, Breach>;

// Strict: every member must be there and of its type; members that nobody knows are ignored.
Message read_message(std::string_view text);

} // namespace crura::feed
