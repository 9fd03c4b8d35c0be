#pragma once

#include "history/repository.hpp"
#include "json/json.hpp"

#include <string>

namespace crura::app::page {

// What is kept of sessions, as docs/page-api.md writes it. [any]

// `person`: their pseudonym.
json::Json json_of(const history::SessionRow& row, const std::string& person);

json::Json breaths_json(const history::Batch& rows);
json::Json answers_json(const history::Batch& rows);

// What a guard decided and a therapist noted is not there without `care`; that a guard ended
// everything gently is, for it was felt, but not why.
json::Json markers_json(const history::Batch& rows, bool care);

} // namespace crura::app::page
