#pragma once

#include "core/result.hpp"
#include "exchange/study.hpp"

#include <filesystem>

namespace crura::exchange {

// Writes a study as EDF+C (Kemp and Olivan 2003), every value within half a quantisation step of
// 16 bits over the range of its signal. Every signal named "Resp ..." gets a second one, "Quality
// ...", which is 1 where something was measured and 0 where nothing was: there the last value is
// held, and a gap longer than 0.3 s is annotated with its length. docs/edf.md says more.
//
// Labels are at most 16 printable ASCII characters and no two are alike. All rates must fit records
// of one length: so well that no sample lies further than half a sample from its time. The file is
// for its owner only, gets its name as a whole and never that of one that exists. Any thread. An
// error is a sentence that names the file.
Result<void> write_edf(const std::filesystem::path& path, const Study& study);

} // namespace crura::exchange
