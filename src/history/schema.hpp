#pragma once

#include "core/result.hpp"
#include "history/database.hpp"

#include <span>
#include <string>
#include <vector>

namespace crura::history {

// The statements that bring a database from one version to the next. {id}, {integer}, {number} and
// {strict} in them are replaced by what the database calls these. A migration that was ever
// released is never changed.
using Migration = std::vector<std::string>;

// All, from an empty database to this Crura's. The columns and their units: docs/history.md.
std::span<const Migration> migrations();

// Runs the migrations that a database has not seen yet, each in a transaction of its own. Two
// programs may do so at once. An error when it has seen more than there are.
Result<void> bring_up_to_date(Database& database, std::span<const Migration> all = migrations());

} // namespace crura::history
