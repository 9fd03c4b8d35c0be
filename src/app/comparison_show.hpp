#pragma once

#include "trend/comparison.hpp"

#include <span>
#include <string>

namespace crura::app {

// How far a comparison is, or what came of it; without a last line break. Which side comes next is
// not said: it is drawn by lot, and known when the session begins. `sessions` are those of the
// comparison, by begin. [main]
std::string show_comparison(const history::ComparisonRow& comparison,
                            std::span<const history::SessionRow> sessions);

} // namespace crura::app
