#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace crura::speech {

// How a tool is run: no shell reads its words, it reads and writes files, and what it has to say
// about errors is not heard.
struct ToolRun {
    std::vector<std::string> words; // the first one is looked for in PATH
    std::filesystem::path input;
    std::filesystem::path output; // made, or made empty
    Duration patience{};
    std::uintmax_t most_bytes = 0; // of output
};

enum class ToolEnd { well, badly, absent, too_long };

// Runs a program in a process of its own, and ends it, with whatever it started, when it takes too
// long or writes too much. [main]
ToolEnd run_tool(const ToolRun& run);

} // namespace crura::speech
