#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

struct ReplayOptions {
    std::filesystem::path file; // a Crura recording
};

struct Replayed {
    bool identical = false; // nothing that could be compared differs
    std::string text;       // for a person, some lines
};

// [main] Gives today's engine what the engine of a recording was given, and says whether the
// snapshots are the same to the last bit, or since when they are not and what of them changed. An
// error when the recording cannot be read, has no tick, or its session cannot be made again.
Result<Replayed> replay(const ReplayOptions& options);

} // namespace crura::app
