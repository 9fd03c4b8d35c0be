#pragma once

#include "trend/series.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace crura::trend {

enum class Verdict : std::uint8_t { too_few, no_clear_change, rose, fell };

// Sessions in a row.
struct Stretch {
    Estimate level; // their mean; its doubt is for this stretch alone, 95 %
    std::size_t sessions = 0;
    history::WallTime from{}, to{};
};

// How a measure stands now beside how it was at first. Numbers in the unit of the measure.
struct Change {
    Verdict verdict = Verdict::too_few;
    std::size_t sessions = 0;  // that count for this measure
    std::size_t wanted = 0;    // more of them until it is looked at again
    Stretch baseline;          // as far as it goes; level not known: fewer than six
    Stretch recent;            // the last whole blocks; level not known: too few
    history::WallTime since{}; // begin of the first stretch that showed the change, as all have
                               // since

    // Recent less baseline. Its interval holds for every measure and however often and long a
    // person looks: of at least 95 in 100 people it never misses what is true.
    Estimate difference;

    double spread = 0;           // SD from session to session; 0 while not known
    double autocorrelation = 0;  // of neighbouring sessions as it was reckoned with: 0 .. 0.9
    double smallest_seen = 0;    // a smaller change of level cannot be told; 0 while not known
    double between_sessions = 0; // two single sessions that are closer cannot be told apart
                                 // (MDC95); 0 while not known
};

struct ChangeParams {
    std::size_t settling = 3;        // first sessions that do not count: all is new
    std::size_t block = 14;          // after so many more sessions it is looked at again
    std::size_t baseline_blocks = 2; // that are the baseline
    std::size_t recent_blocks = 2;   // at most, that are put beside it
    double error = 0.05;             // share of people whom any interval may miss
    double caution = 1.25; // by how many of its standard errors autocorrelation is taken too high
};

// Compares the latest sessions with the first (docs/trends.md). Between the ends of blocks the
// answer stays, so that looking every day finds no more than is there. [any]
Change change_of(const Measure& measure, std::span<const Point> series, ChangeParams params = {});

} // namespace crura::trend
