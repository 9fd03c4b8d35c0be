#pragma once

#include "app/options.hpp"
#include "core/result.hpp"
#include "core/snapshot.hpp"
#include "engine/engine.hpp"
#include "record/recording.hpp"

#include <functional>
#include <string>
#include <vector>

namespace crura::app {

// What an engine was, or would have been, given.
struct Replay {
    std::vector<record::RecordedTick> ticks;
    Time origin{}; // what counts as second 0
};

// A file's samples as ticks of a live engine; a Crura recording keeps the ticks it has.
Result<Replay> load_replay(const AnalyzeOptions& options);

// Samples in the order of their time, as a live engine would have been handed them tick by tick.
std::vector<record::RecordedTick> ticks_of(const std::vector<Sample>& samples);

// [main] Runs the engine over a file as fast as it goes and writes breaths.csv and frames.csv into
// the folder; both or, on an error, neither. The answer is a sentence for a person.
Result<std::string> analyze(const AnalyzeOptions& options);

} // namespace crura::app
