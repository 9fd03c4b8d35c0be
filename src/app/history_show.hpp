#pragma once

#include "history/repository.hpp"
#include "trend/change.hpp"

#include <span>
#include <string>

namespace crura::app {

// Texts out of rows of the history; dates and times are local ones. All without a last line break.
// [main]

// A line a session, by begin.
std::string show_sessions(std::span<const history::SessionRow> sessions);

// One session: its figures with their doubt, the answers, the markers.
std::string show_session(const history::SessionDetail& detail);

// What many sessions of one program show, measure by measure. `sessions` are all of one person, by
// begin; `program_id` empty: the program that most of them are of.
std::string show_trends(std::span<const history::SessionRow> sessions,
                        const std::string& program_id = "");

// The same as a table: session, began (UTC), program, measure, value, plus_minus; a row for each
// session and measure that it counts for.
std::string trend_table(std::span<const history::SessionRow> sessions,
                        const std::string& program_id = "");

} // namespace crura::app
