#pragma once

#include "audio/soundscape.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace crura::app {

// [main] The file of the soundscape that a person named: a .toml file, or the id of one in these
// folders.
Result<std::filesystem::path> find_soundscape(const std::string& name,
                                              std::span<const std::filesystem::path> folders);

// [main] The same, read.
Result<audio::Soundscape> choose_soundscape(const std::string& name,
                                            std::span<const std::filesystem::path> folders);

} // namespace crura::app
