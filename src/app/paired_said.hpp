#pragma once

#include "core/time.hpp"
#include "record/recording.hpp"

#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// Something that was said, of one kind.
struct Thing {
    std::string what; // in words; the same thing has the same in both rows
    Time when{};      // it happened
    const record::Said* said = nullptr;
};

// What of a recording is said again today, and what in one of both only; those by time.
struct Paired {
    std::vector<std::pair<Thing, Thing>> both;
    std::vector<Thing> only_recorded;
    std::vector<Thing> only_today;
};

// Two rows of one kind, which outlive the answer. What moved by half a second or less is the same
// thing. [any]
Paired pair_up(const std::vector<record::Said>& recorded, const std::vector<record::Said>& today);

} // namespace crura::app
