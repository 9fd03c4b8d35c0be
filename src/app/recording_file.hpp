#pragma once

#include "app/analyze.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "record/recording.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

// What an engine was, or would have been, given.
struct Replay {
    std::vector<record::RecordedTick> ticks;
    Time origin{};      // what counts as second 0
    std::string remark; // what a person should know about the reading; or empty

    // Of a Crura recording.
    std::vector<record::Said> said{};
    std::vector<record::Note> notes{};

    // Of every other file: the belt columns that were taken, named or found.
    std::string thoracic{}, abdominal{};
};

// What a file seems to be, by its first bytes, then its name.
enum class FileKind { crura, edf, open_signals, csv };
FileKind kind_of(const std::filesystem::path& file);

// A file's samples as ticks of a live engine; a Crura recording keeps the ticks it has. The file
// may also be EDF, OpenSignals text or CSV: its first bytes tell, then its name.
Result<Replay> load_replay(const AnalyzeOptions& options);

// Samples in the order of their time, as a live engine would have been handed them tick by tick.
// Most of a gap of more than a minute has no ticks.
std::vector<record::RecordedTick> ticks_of(const std::vector<Sample>& samples);

} // namespace crura::app
