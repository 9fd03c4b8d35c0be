#pragma once

#include "core/result.hpp"
#include "trend/measure.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace crura::trend {

// Two ways of practising, compared within one person: pairs of sessions, in each pair one with A
// and one with B, which of them first drawn by lot (docs/trends.md).

// Whether such a comparison can be: a known outcome, 12 .. 200 sessions, an even number of them. An
// error is one sentence. [any]
Result<void> check(const history::ComparisonRow& comparison);

// Which side the session at this place of the order has, from 0: 'a' or 'b'. [any]
char side_at(const history::ComparisonRow& comparison, std::size_t place);

enum class Outcome : std::uint8_t { not_finished, no_clear_difference, b_more, b_less };

// Where a comparison stands. There is no difference before the planned sessions are done, or the
// person has ended it.
struct Comparison {
    Outcome outcome = Outcome::not_finished;
    std::size_t done = 0;                       // sessions that count
    std::size_t planned = 0;                    // in all
    char next = 'a';                            // the side of the next session
    std::size_t repeated_a = 0, repeated_b = 0; // sessions that did not count: broken off, ended
                                                // early, or without the outcome
    std::size_t pairs = 0;                      // that the result rests on
    Estimate a, b;                              // means [unit of the outcome]
    Estimate difference;                        // B less A, 95 %; not known: too few pairs
    double smallest_seen = 0;                   // half the width of that interval
};

// `sessions` are those of the comparison, by begin. A session counts when it ran to its own end,
// was on the side whose turn it was, and says something of the outcome; one that does not count
// leaves its place to the next. [any]
Comparison compare(const history::ComparisonRow& comparison,
                   std::span<const history::SessionRow> sessions);

} // namespace crura::trend
