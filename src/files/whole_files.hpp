#pragma once

#include "core/result.hpp"
#include "files/whole_file.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::files {

struct NamedBytes {
    std::filesystem::path path;
    std::string bytes;
};

// [any] Writes these files, for their owner only: all of them or, on an error, none. They get their
// names once all are on the disk.
Result<void> write_whole(const std::vector<NamedBytes>& files, IfTaken if_taken = IfTaken::refuse);

} // namespace crura::files
