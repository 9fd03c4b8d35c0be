#pragma once

#include "core/result.hpp"
#include "exchange/study.hpp"

#include <filesystem>

namespace crura::exchange {

// Writes a study as a new BIDS dataset (Brain Imaging Data Structure 1.8.0, "Physiological and
// other continuous recordings" and "Task events"): a folder with dataset_description.json, README
// and sub-LABEL/beh/, where signals of one rate share a _physio.tsv.gz without a header row beside
// its .json, and annotations are the rows of _events.tsv. Every value comes back as it was, what
// was not measured is n/a. The subject is the study's person, else 01. docs/export.md has the
// names.
//
// The folder gets its name as a whole, is its owner's only, and is never one that exists. The same
// study gives the same bytes. Any thread. An error is a sentence that names the folder.
Result<void> write_bids(const std::filesystem::path& folder, const Study& study);

} // namespace crura::exchange
