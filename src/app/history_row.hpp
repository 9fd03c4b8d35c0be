#pragma once

#include "history/rows.hpp"
#include "record/recording.hpp"

#include <filesystem>

namespace crura::app {

// A recording's session as a row of the history; of nobody yet, and without figures. `file` may be
// empty: nothing was recorded. [any]
history::SessionRow row_of(const record::RecordingHeader& header,
                           const std::filesystem::path& file);

} // namespace crura::app
