#pragma once

#include "core/result.hpp"
#include "report/story.hpp"

#include <string>

namespace crura::report {

// The same report as one accessible page: no script, nothing loaded from anywhere, the picture with
// words in its place, every number and event in a table as well. It is XML too. [any]
Result<std::string> html(const Story& story);

} // namespace crura::report
