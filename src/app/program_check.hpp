#pragma once

#include <filesystem>
#include <string>

namespace crura::app {

struct ProgramCheck {
    bool fine = false; // without mistakes: it can be used
    std::string text;  // for the person who wrote it, without a last line break
};

// [main] Reads a program file and says what is wrong with it or could be better, by line, or that
// it is fine and what it will be like: steps and sentences at each length.
ProgramCheck check_program(const std::filesystem::path& file);

} // namespace crura::app
