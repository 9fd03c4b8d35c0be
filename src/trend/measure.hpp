#pragma once

#include "core/estimate.hpp"
#include "history/rows.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace crura::trend {

// One thing that sessions are compared by. More of it is neither good nor bad.
struct Measure {
    const char* id;     // "breath_rate"
    const char* words;  // "breaths a minute"
    const char* unit;   // behind a level as it is shown, with its blank: " %", " min", " of 4", ""
    const char* apart;  // behind a difference: " breaths a minute", " points"
    const char* rose;   // what a person calls more of it: "faster"
    const char* fell;   // and less: "slower"
    double shown_times; // what is shown is the value times this: 100 for %
    int decimals;       // of what is shown
    double smallest_spread; // sessions never count as more alike than this [unit of the value]
    double most_doubt;      // a session whose doubt is wider does not count [unit of the value]
    Estimate (*of)(const history::SessionFigures&); // not known: the session says nothing of it
};

// A share counts as one only where the sensors were calibrated; uncalibrated ones are a measure of
// their own, for a trend. An answer is known to half a choice. [any]
std::span<const Measure> measures();

// Nothing for an id that is not there. [any]
const Measure* find_measure(std::string_view id);

} // namespace crura::trend
