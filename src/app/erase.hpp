#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

// Deletes files and folders, and counts.
class Eraser {
public:
    // [main] With everything in it; links are deleted, not followed. False when something of it is
    // still there. What was not there counts as gone.
    bool erase(const std::filesystem::path& path);

    std::size_t files() const { return files_; }
    std::uint64_t bytes() const { return bytes_; }
    const std::vector<std::string>& failures() const { return failures_; } // path and reason

private:
    std::size_t files_ = 0;
    std::uint64_t bytes_ = 0;
    std::vector<std::string> failures_;
};

// [main] How many files are in it, itself included when it is one.
std::size_t files_under(const std::filesystem::path& path);

// [main] What is in a folder, by name; nothing when it is not there.
std::vector<std::filesystem::path> in_folder(const std::filesystem::path& folder);

} // namespace crura::app
