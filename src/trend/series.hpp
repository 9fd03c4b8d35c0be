#pragma once

#include "history/rows.hpp"
#include "trend/measure.hpp"

#include <span>
#include <string>
#include <vector>

namespace crura::trend {

// What one session said of a measure.
struct Point {
    history::Id session = 0;
    history::WallTime began{};
    Estimate value; // known
};

// Of a person's sessions those that may be put beside each other: of one program, with an end,
// heard for three minutes or more, and on no side of a comparison; by begin. [any]
std::vector<history::SessionRow> alike(std::span<const history::SessionRow> sessions,
                                       const std::string& program_id);

// The program that most of these sessions were of, the later one of two; empty without any. [any]
std::string usual_program(std::span<const history::SessionRow> sessions);

// Those of these sessions that count for a measure, in their order. [any]
std::vector<Point> series_of(const Measure& measure, std::span<const history::SessionRow> sessions);

} // namespace crura::trend
