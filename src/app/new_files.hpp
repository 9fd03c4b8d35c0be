#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

struct NewFile {
    std::filesystem::path path;
    std::string bytes;
};

// Writes these files, for their owner's eyes only (mode 0600): all of them or, on an error, none,
// and never over one that is there. They get their names once all are on the disk.
Result<void> write_new(const std::vector<NewFile>& files);

} // namespace crura::app
