#pragma once

#include "app/differences.hpp"
#include "engine/engine.hpp"
#include "record/recording.hpp"

#include <cstddef>
#include <optional>

namespace crura::app {

// What came of giving an engine once more what a recording gave it.
struct Rerun {
    std::size_t ticks = 0;              // run: all up to the first that is missing
    std::size_t by_digest = 0;          // of these, whose snapshots were compared by their digest
    std::size_t stretches = 0;          // about a second each, with a digest of its own
    std::size_t other_stretches = 0;    // of these, in which the snapshots are not the same
    std::optional<Time> other_since{};  // the first tick of what is not the same
    std::optional<Time> missing_from{}; // the tick that follows missing ones: here the run ended
    Differences said;                   // in what the recording wrote down

    bool identical() const { return !other_since; }
};

// Ticks whose snapshots have no digest, or one of another shape, are compared by what the recording
// wrote down of them. `engine` is as it was before the first tick. [any]
Rerun run_again(engine::Engine engine, const record::Recording& recording);

} // namespace crura::app
