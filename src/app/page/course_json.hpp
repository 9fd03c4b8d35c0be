#pragma once

#include "report/course.hpp"
#include "json/json.hpp"

namespace crura::app::page {

// A session's course for the page: displacements at 20 points a second at most, what is known of
// whole breaths at 2. [any]
json::Json json_of(const report::Course& course);

} // namespace crura::app::page
