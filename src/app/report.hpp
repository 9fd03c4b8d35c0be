#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

struct ReportOptions {
    std::filesystem::path file; // a recording
    std::filesystem::path
        out; // .pdf, .png, .svg or .html; empty: beside the recording, PDF and HTML
    bool for_therapist = false; // with decisions, limits and notes
    std::string person;         // a pseudonym to be named in it; or empty
};

// [main] Writes the report of a recording: whole or not at all, never over a file that is there,
// readable by its owner only. The answer is a sentence for a person.
Result<std::string> report(const ReportOptions& options);

} // namespace crura::app
