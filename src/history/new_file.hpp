#pragma once

#include "core/result.hpp"

#include <filesystem>

namespace crura::history {

// A file in the making, for its owner only: it bears another name (FILE.part) until it is whole and
// on the disk. One that is not kept leaves nothing behind.
class NewFile {
public:
    // Fails when the file, or its part, exists: nothing is ever overwritten.
    static Result<NewFile> create(const std::filesystem::path& file);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    const std::filesystem::path& part() const { return part_; } // to be written; empty so far
    Result<void> keep();

private:
    explicit NewFile(const std::filesystem::path& file);

    std::filesystem::path file_, part_; // part_ is empty once kept
};

} // namespace crura::history
