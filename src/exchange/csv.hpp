#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "exchange/column.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::exchange {

// Which columns of a file are what.
struct CsvLayout {
    std::string time_column = ""; // [s], from any start; empty: rows are 1 / rate_hz apart, from 0
    double rate_hz = 0;           // used where there is no time column
    std::vector<Column> columns = {};
};

// Reads samples from a text file of numbers with one header line (RFC 4180 as far as numbers need
// it): fields separated by commas, semicolons or tabs, decimal points, names and numbers in quotes
// or not, LF or CRLF, UTF-8 with or without its mark. Blank lines and lines that start with # are
// passed over. An empty field or nan is a gap: no sample, but the row counts in time.
//
// Gives the samples row by row, in a row in the order of the columns. An error names the file, the
// line and the column. Time may stand still but not go backwards.
Result<std::vector<Sample>> read_csv(const std::filesystem::path& path, const CsvLayout& layout);

} // namespace crura::exchange
