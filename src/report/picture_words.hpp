#pragma once

#include "report/course.hpp"

#include <string>
#include <vector>

namespace crura::report {

// What a picture of this course shows, for whoever cannot see it: a few sentences. [any]
std::string in_words(const Course& course);

// What the signs in the picture mean.
std::string legend(const Course& course);

// All occurrences of one kind, in the order of their first.
struct KindRow {
    std::string name;
    std::string count; // "3"
    std::string time;  // all of them together, "1 min 12 s"; or empty
    std::string when;  // "3:10, 7:22 and 4 more"
};
std::vector<KindRow> by_kind(const Course& course);

// The curves as numbers: the middle value of each stretch with its doubt, or "--".
struct NumberRow {
    std::string from; // "5:00"
    std::string rate;
    std::string share;
    std::string breaths;
};
// At most sixty, a minute long or more.
std::vector<NumberRow> in_numbers(const Course& course);

} // namespace crura::report
