#pragma once

#include "core/result.hpp"
#include "sessions/session.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crura::sessions {

// A program that can be used, and what was perhaps not meant so in it: each as a mistake is shown,
// but with the word "warning".
struct Checked {
    Session session;
    std::vector<std::string> warnings;
};

// Reads one program file; docs/programs.md says what it may contain. The error names every mistake
// of the file, and the warnings among them, each as
//
//      my-rest.toml:12:11: error: minutes is 900; permitted is 0.1 .. 60
//       12 | minutes = 900
//          |           ^
//
// but a file that is not TOML is read only up to the first place where it is not.
Result<Checked> check_session(const std::filesystem::path& file);
Result<Session> load_session(const std::filesystem::path& file); // without the warnings

// The same for text in memory; `file_name` is what messages call it, and gives the session its id.
Result<Checked> check_session(std::string_view text, const std::string& file_name);
Result<Session> parse_session(std::string_view text, const std::string& file_name);

// A program that could be loaded; its file has not been opened yet.
struct ProgramFile {
    std::string id; // the file's name without its ending
    std::filesystem::path file;
};

// The *.toml files in these folders, by id. Of two with one id that of the earlier folder is taken.
// A folder that is not there holds none.
std::vector<ProgramFile> find_programs(std::span<const std::filesystem::path> folders);

} // namespace crura::sessions
