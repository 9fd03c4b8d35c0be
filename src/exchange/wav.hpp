#pragma once

#include "core/result.hpp"
#include "exchange/study.hpp"

#include <filesystem>

namespace crura::exchange {

// Writes a study as a new folder with a WAV file of 32-bit floats for each rate and a .json beside
// it, which names the channels in their order, their units, the true rate and what was not measured
// (0 in the file). Values are in their unit, rounded to 24 bits, neither scaled nor clipped. The
// rate in a WAV file is a whole number: the nearest one. docs/export.md has the names.
//
// The folder gets its name as a whole, is its owner's only, and is never one that exists. Any
// thread. An error is a sentence that names the folder.
Result<void> write_wav(const std::filesystem::path& folder, const Study& study);

} // namespace crura::exchange
