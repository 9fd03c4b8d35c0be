#pragma once

#include "record/recording.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

// [any] What a person should know about a recording before they trust its length: that it was cut,
// has holes or is damaged, or that it still goes on. A sentence each; empty for a whole one.
std::string condition_of(const record::Recording& recording, const std::filesystem::path& file);

// [main] The same, of a file that may be something else, which is empty too.
std::string condition_of(const std::filesystem::path& file);

} // namespace crura::app
