#pragma once

#include "app/options.hpp"
#include "core/result.hpp"
#include "history/repository.hpp"

#include <memory>
#include <string>

namespace crura::app {

// A person's name for themselves, where nobody else uses Crura on this computer.
inline constexpr const char* kOneself = "me";

// [main] Where the history lies that is meant: as asked for, else where $CRURA_HISTORY says, else a
// file in the data folder; clients of a therapist have one of their own.
std::string history_place(const HistoryChoice& choice);

// [main] Opens it; makes it where it is not there.
Result<std::unique_ptr<history::Repository>> open_history_of(const HistoryChoice& choice);

// [main] Opens it where it is there; null where nothing was ever kept.
Result<std::unique_ptr<history::Repository>> find_history_of(const HistoryChoice& choice);

// [main] The person meant. Oneself is added where need be; anybody else has to be there, so that a
// slip of the pen makes nobody. The error names those there are.
Result<history::Person> person_of(history::Repository& repository, const HistoryChoice& choice);

} // namespace crura::app
