#pragma once

#include "core/result.hpp"
#include "exchange/study.hpp"

#include <filesystem>

namespace crura::exchange {

// Writes a study as a new folder of comma-separated tables (RFC 4180): for each rate one with
// time_s and a column a signal, which read_csv takes; events.csv, signals.csv with the units, and
// facts.csv. Every value comes back as it was, what was not measured is an empty field.
// docs/export.md has the names.
//
// The folder gets its name as a whole, is its owner's only, and is never one that exists. Any
// thread. An error is a sentence that names the folder.
Result<void> write_tables(const std::filesystem::path& folder, const Study& study);

} // namespace crura::exchange
