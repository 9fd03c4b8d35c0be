#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

struct TextFile {
    std::string name;
    std::string text;
};

// Writes these files into a folder, which is made: all of them or, on an error, none. They get
// their names only once all are written, so that no half-written file ever bears a real one.
Result<void> write_whole(const std::filesystem::path& folder, const std::vector<TextFile>& files);

} // namespace crura::app
