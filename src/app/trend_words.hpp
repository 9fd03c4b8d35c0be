#pragma once

#include "history/rows.hpp"
#include "trend/change.hpp"
#include "trend/measure.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace crura::app {

// What is said of trends, whoever shows them; dates are local ones. [main]

// "Belly share"
std::string name_of(const trend::Measure& measure);

// As it is shown, without its unit and without a minus before nothing.
std::string shown(const trend::Measure& measure, double value);

// What came of it, with its doubt: "No clear change (0.1 +-0.4 breaths a minute)."
std::string verdict_in_words(const trend::Measure& measure, const trend::Change& change);

// What could not have been seen, a sentence; empty while that is not known.
std::string limits_in_words(const trend::Measure& measure, const trend::Change& change);

// What all of it rests on; so many sessions are not in it. Two line breaks are in it.
std::string grounds_in_words(std::size_t others);

// Why there is no trend of this program.
std::string why_no_trend(std::span<const history::SessionRow> sessions,
                         const std::string& program_id);

} // namespace crura::app
