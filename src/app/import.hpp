#pragma once

#include "app/analyze.hpp"
#include "app/recording_file.hpp"
#include "core/result.hpp"
#include "record/recording.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

struct ImportOptions {
    AnalyzeOptions from;       // the file, and what its columns are; `out` is not used
    std::filesystem::path out; // empty: beside the file, named after it, ending in .crura
};

// [main] Runs the engine over a file of another tool and writes what it was given and said into a
// new recording, as a live session would: replay, report, history and export work on it. Nothing
// that exists is overwritten. The answer is a sentence for a person.
Result<std::string> import_recording(const ImportOptions& options);

// The header of such a recording: when the file says that it began, else when it was last written,
// and in the settings where it came from.
record::RecordingHeader header_for(const AnalyzeOptions& from, const Replay& replay);

// The same in memory: ticks, events, and a glance whenever the polarity of a sensor or what the
// belly's share rests on became another.
record::Recording recording_of(const AnalyzeOptions& from, Replay replay);

} // namespace crura::app
