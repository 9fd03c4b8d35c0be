#pragma once

#include <filesystem>
#include <string>

namespace crura::app {

// Something that is mounted.
struct Mount {
    std::string device; // "253:0"
    std::filesystem::path point;
    std::string type;   // "ext4"
    std::string source; // "/dev/mapper/home"
};

// [main] The mount that a path lies on, by proc/self/mountinfo below `root`; an empty one when
// nothing is known.
Mount mount_of(const std::filesystem::path& path, const std::filesystem::path& root);

// [any] The kernel writes a blank in its tables as "\040".
std::string unescaped(const std::string& text);

} // namespace crura::app
