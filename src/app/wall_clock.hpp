#pragma once

#include "history/rows.hpp"

#include <string>

namespace crura::app {

// "2026-03-01" and "2026-03-01 07:12", where the computer is. [main]
std::string local_date(history::WallTime time);
std::string local_time(history::WallTime time);

// "2026-03-01T06:12:05Z" [any]
std::string utc_time(history::WallTime time);

} // namespace crura::app
