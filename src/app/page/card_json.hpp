#pragma once

#include "sessions/session.hpp"
#include "json/json.hpp"

namespace crura::app::page {

// A program as the page offers it. [main]
json::Json card_of(const sessions::Session& session);

} // namespace crura::app::page
