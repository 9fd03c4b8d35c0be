#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <vector>

namespace crura::app {

// [main] Every file and folder in here, and the folder itself, that others than its owner may read,
// write or search. Links are not followed.
std::vector<std::filesystem::path> open_to_others(const std::filesystem::path& folder);

// [main] Takes all rights from others; the owner's stay.
Result<void> close_to_others(const std::filesystem::path& path);

} // namespace crura::app
