#pragma once

#include "core/result.hpp"
#include "exchange/column.hpp"

#include <filesystem>
#include <vector>

namespace crura::exchange {

// Reads EDF and EDF+ (Kemp 1992, Kemp and Olivan 2003): 16-bit signals in records of equal length,
// each signal with its own rate and its own physical unit. An EDF+D file's records begin when its
// annotations say, so that what was not recorded is a gap. Time counts from the file's start.
//
// A last record that is cut short is left out, with a remark. An error names the file, the byte and
// the field. BDF, of 24 bits, is refused.

// The signals of a file, annotations left out; `about` is the transducer.
Result<std::vector<Offered>> edf_signals(const std::filesystem::path& path);

// The samples of these signals, in physical units, by time.
Result<Reading> read_edf(const std::filesystem::path& path, const std::vector<Column>& columns);

} // namespace crura::exchange
