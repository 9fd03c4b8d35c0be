#pragma once

#include "exchange/study.hpp"
#include "json/json.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace crura::exchange {

// What the writers of studies have in common. [any]

// Signals of one rate: what one table, or one sound file, can hold.
struct RateGroup {
    std::string name; // "respiration" where the breath is in it, else "motion"; "motion2"
    double rate_hz = 0;
    std::vector<const Signal*> signals; // in the order of the study
    std::size_t length = 0;             // of the longest
};

// In the order of their first signals, which the study keeps.
std::vector<RateGroup> groups_by_rate(const Study& study);

// The value at this place, NaN behind the end.
double value_at(const Signal& signal, std::size_t index);

// The shortest text that is read as this very number again; not a number: `otherwise`.
std::string number_text(double number, const char* otherwise);

// "sigh: 2.4 times the usual breath" is a sigh, of which the rest is said.
std::pair<std::string, std::string> kind_and_words(const std::string& annotation);

// "2026-11-22T18:05:31.250Z"
std::string utc_text(std::chrono::sys_time<std::chrono::nanoseconds> time);

// When it began, what recorded it, and its facts.
json::Json facts_json(const Study& study);

} // namespace crura::exchange
