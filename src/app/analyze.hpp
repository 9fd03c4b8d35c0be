#pragma once

#include "app/options.hpp"
#include "core/result.hpp"

#include <string>

namespace crura::app {

// [main] Runs the engine over a file as fast as it goes and writes breaths.csv, frames.csv,
// events.csv, summary.json and overview.svg into the folder, of a Crura recording session.csv as
// well; all or, on an error, none. The answer is a sentence for a person.
Result<std::string> analyze(const AnalyzeOptions& options);

} // namespace crura::app
