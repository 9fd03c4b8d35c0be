#pragma once

#include "report/story.hpp"
#include "json/json.hpp"

namespace crura::app::page {

// What a report tells, without its course; `care` where the story has it. [any]
json::Json json_of(const report::Story& story);

} // namespace crura::app::page
