#pragma once

#include "app/analyze.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

struct ExportOptions {
    AnalyzeOptions from;        // the file, and what its columns are; `out` is not used
    std::string to;             // edf, bids, csv or wav
    std::filesystem::path out;  // empty: beside the file, named after it
    std::string person;         // a pseudonym to be written into it; empty: nobody is named
    bool for_therapist = false; // with decisions of guide and guards, and notes
};

// [main] Writes a Crura recording, or any file that analyze reads, in a format of other tools; the
// whole of it or nothing, and never over anything that exists. The answer says what was written and
// what a person should know about it.
Result<std::string> export_recording(const ExportOptions& options);

} // namespace crura::app
