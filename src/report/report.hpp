#pragma once

#include "core/result.hpp"
#include "report/story.hpp"

#include <string>

namespace crura::report {

// A session's report as a whole file in memory: A4 pages as PDF, all of it below one another as
// PNG (144 dpi) and SVG. The same story gives the same bytes. An error when there is no font. [any]
Result<std::string> pdf(const Story& story);
Result<std::string> png(const Story& story);
Result<std::string> svg(const Story& story);

// The picture alone, as SVG: of a report, and wide, with all there is, of an analysis.
Result<std::string> picture(const Course& course);
Result<std::string> overview(const Course& course, const std::string& heading,
                             const std::string& imprint);

} // namespace crura::report
