#pragma once

#include "history/repository.hpp"

#include <span>
#include <string>

namespace crura::app {

// Texts out of rows of the history, without a last line break; times are local ones. [main]

// A line a session, by begin.
std::string show_sessions(std::span<const history::SessionRow> sessions);

// One session: its figures with their doubt, the answers, the markers.
std::string show_session(const history::SessionDetail& detail);

} // namespace crura::app
