#pragma once

#include "core/estimate.hpp"
#include "history/rows.hpp"
#include "json/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crura::app::page {

// Values as docs/page-api.md writes them. [any]

json::Json json_of(const Estimate& value); // [value, plus_minus], or null
json::Json json_of(const std::optional<std::uint8_t>& choice);
json::Json json_of(history::WallTime time); // "2026-03-01T06:12:05Z"
json::Json json_of(const std::vector<std::string>& texts);

// To so many places behind the point; null where it is not finite.
json::Json rounded(double value, int places);

} // namespace crura::app::page
