#pragma once

#include "core/result.hpp"
#include "exchange/column.hpp"

#include <filesystem>
#include <vector>

namespace crura::exchange {

// Reads the text files of OpenSignals (biosignalsplux, RespiBAN, BITalino): a header between
// "# OpenSignals" and "# EndOfHeader" that holds JSON, then rows of numbers with tabs between. A
// column is asked for by its name (CH8), its label or its sensor (RESPIRATION), whichever is clear;
// where several devices were recorded, by DEVICE/COLUMN. Rows are evenly spaced in time, from 0.
//
// A last line that is cut is left out, with a remark. An error names the file and the line.

// The sensors' columns; `about` is the sensor.
Result<std::vector<Offered>> open_signals_columns(const std::filesystem::path& path);

// The samples of these columns, in counts as they stand there.
Result<Reading> read_open_signals(const std::filesystem::path& path,
                                  const std::vector<Column>& columns);

} // namespace crura::exchange
