#pragma once

#include "core/time.hpp"
#include "sessions/session.hpp"

#include <string>

namespace crura::app {

// [main] A program as a person reads it, at the length that was asked for: what it is, whom it
// cautions, how to lie, its levels, and then by time its steps and what is said in them. Without a
// last line break.
std::string show_program(const sessions::Session& session, Duration asked);

} // namespace crura::app
