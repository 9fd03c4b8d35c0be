#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace crura::exchange {

// What a file says of itself beside its samples.
struct FileFacts {
    // When its second 0 was. Files of other tools mean local time and name no zone: that of this
    // machine is taken.
    std::optional<std::chrono::sys_time<std::chrono::nanoseconds>> began_at;
    std::vector<std::pair<std::string, std::string>> units; // of signals, by name
};

// Of an EDF or EDF+ file, or of an OpenSignals text file; nothing where the file does not say or
// cannot be read. Any thread.
FileFacts edf_facts(const std::filesystem::path& path);
FileFacts open_signals_facts(const std::filesystem::path& path);

} // namespace crura::exchange
