#pragma once

#include "forms/form.hpp"
#include "sessions/session.hpp"

#include <vector>

namespace crura::sessions {

// Reads the [[step]]s of a program into the session, and reports what is wrong with each by itself.
// The tables are the steps', in their order. [any]
std::vector<forms::Table> read_steps(const forms::Table& file, int format, Session& session);

} // namespace crura::sessions
