#pragma once

#include "history/rows.hpp"

#include <span>
#include <string>

namespace crura::app {

// What many sessions of one program show, measure by measure; dates are local ones. `sessions` are
// of one person, by begin; `program_id` empty: the program that most of them are of. Without a last
// line break. [main]
std::string show_trends(std::span<const history::SessionRow> sessions,
                        const std::string& program_id = "");

// The numbers behind it, as a table: session,began,program,measure,value,plus_minus, a row for each
// measure that a session counts for; `began` in UTC. [main]
std::string trend_table(std::span<const history::SessionRow> sessions,
                        const std::string& program_id = "");

} // namespace crura::app
