#pragma once

#include "forms/form.hpp"
#include "sessions/session.hpp"

#include <optional>
#include <vector>

namespace crura::sessions {

// Reads [session], what a program is, and reports what is wrong with it by itself. [any]
std::optional<forms::Table> read_about(const forms::Table& file, int format, Session& session);

// Reads the [[level]]s; the tables are theirs, in their order. The first, lowest one sets how much
// tremor is agreed on. [any]
std::vector<forms::Table> read_levels(const forms::Table& file, int format, Session& session);

} // namespace crura::sessions
