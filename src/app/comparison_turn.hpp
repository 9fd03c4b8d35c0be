#pragma once

#include "app/options.hpp"
#include "core/result.hpp"
#include "history/repository.hpp"

#include <optional>
#include <string>

namespace crura::app {

// A session's turn in a comparison that its person is in the middle of.
struct ComparisonTurn {
    history::Arm arm;
    std::string words; // for the person, who is not told what the other side is
};

// [main] Nothing where the person compares nothing in this program. Sets in `options` what is to be
// compared, unless the person asked for something else: then the session is none of the comparison.
Result<std::optional<ComparisonTurn>> take_turn(history::Repository& repository, history::Id person,
                                                const std::string& program_id, RunOptions& options);

} // namespace crura::app
