#pragma once

#include "trend/series.hpp"

#include <cstddef>
#include <span>

namespace crura::trend {

enum class Verdict : std::uint8_t { too_few, no_clear_change, rose, fell };

// Sessions in a row, and where they lie.
struct Block {
    Estimate level; // mean of its values; plus_minus by itself, 95 %
    history::WallTime from{}, to{};
};

// How a measure stands now beside how it was at first. Numbers in the unit of the measure.
struct Change {
    Verdict verdict = Verdict::too_few;
    std::size_t sessions = 0; // that count for this measure
    std::size_t wanted = 0;   // more of them until it is looked at again
    Block baseline;           // level not known: too few
    Block recent;             // the last whole block; not known: too few
    // Recent less baseline. Its interval holds for every measure and however often and long a
    // person looks: in at least 95 of 100 people none of all that were ever shown is wrong.
    Estimate difference;
    history::WallTime since{};   // begin of the first block that said so, and all since
    double spread = 0;           // SD from session to session; 0 while not known
    double autocorrelation = 0;  // of neighbouring sessions, 0 .. 1, as it was reckoned with
    double smallest_seen = 0;    // a smaller change of level cannot be told; 0 while not known
    double between_sessions = 0; // two single sessions closer than this cannot be told apart
                                 // (MDC95); 0 while not known
};

struct ChangeParams {
    std::size_t settling = 3; // first sessions that do not count: everything is new
    std::size_t block = 14;   // sessions in the baseline, and in each block that is put beside it
    double error = 0.05;      // of a wrong interval, for one person, over all measures and looks
    double caution = 1;       // how many standard errors the autocorrelation is taken too high
};

// Compares each whole block of sessions with the first (docs/trends.md). Between the ends of blocks
// the answer stays, so that looking every day finds no more than is there. [any]
Change change_of(const Measure& measure, std::span<const Point> series, ChangeParams params = {});

} // namespace crura::trend
