#pragma once

#include "app/disk.hpp"
#include "app/recordings_check.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// One thing that `crura doctor` looked at.
struct Finding {
    enum class Mark : std::uint8_t { ok, look, wrong } mark = Mark::ok;
    std::string what;   // one sentence
    std::string advice; // what to do; empty when all is well
};

// What the doctor says of what was measured. [any]
Finding about_disk(const DiskState& disk);
Finding about_swap(const std::optional<DiskState>& swap);
Finding about_room(std::uint64_t free_bytes);
Finding about_sync(double longest_s);
Finding about_clock(std::chrono::system_clock::time_point now);
Finding about_sound(std::size_t outputs);
Finding about_ports(const std::vector<std::string>& ports, const std::vector<std::string>& refused);

// Files and folders that others may open; `mended`: no longer.
Finding about_modes(const std::vector<std::filesystem::path>& open, bool mended);

// Several: of what was cut, damaged, not readable.
std::vector<Finding> about_recordings(const RecordingsState& state);

} // namespace crura::app
