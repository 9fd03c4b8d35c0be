#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crura::speech {

enum class ToolEnd { well, badly, absent, too_long };

struct ToolRun {
    ToolEnd end = ToolEnd::badly;
    std::string output;
};

// Runs a program in a process of its own; the first of the words is looked for in PATH. No shell
// reads the words, `input` is what it reads, its errors are not shown. It is ended, with whatever
// it started, when it takes longer than `patience` or writes more than `most_bytes`. [main]
ToolRun run_tool(const std::vector<std::string>& words, std::string_view input, Duration patience,
                 std::size_t most_bytes);

} // namespace crura::speech
