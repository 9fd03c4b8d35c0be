#pragma once

#include "core/command.hpp"

#include <optional>
#include <string_view>

namespace crura::feed {

// By its name in the live protocol; those that need more than a name (an answer, a note) are not
// among them.
std::optional<Command> command_named(std::string_view name);

// Whether it is obeyed however old the picture was on which a person pressed.
bool never_late(Command command);

} // namespace crura::feed
