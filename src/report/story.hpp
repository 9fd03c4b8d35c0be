#pragma once

#include "report/course.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace crura::report {

// A number as a person reads it; "--" where it is not known.
struct Figure {
    std::string name;   // "Breathing rate"
    std::string value;  // "6.2 a minute"
    std::string doubt;  // "±0.1"
    std::string remark; // "half of the breaths lie between 5.8 and 6.9"
};

// A question of a check-in and what was answered, in words; "--" where nothing was.
struct CheckInRow {
    std::string question;
    std::string before, after;
};

// Something said about one moment.
struct Remark {
    double at_s = 0;
    std::string text;
};

// What only a therapist's copy holds.
struct Care {
    std::vector<std::string> limits; // what was agreed on, or set
    std::vector<Remark> decisions;   // of the guide and the guards, with what was seen
    std::vector<Remark> notes;
};

// All that a report tells, in the order in which it does. Every text is for people; what a person
// typed may be of any language and length.
struct Story {
    std::string title;                // the program's name
    std::string date;                 // local
    std::string person;               // a pseudonym; or empty
    std::string length;               // "20 min 03 s"
    std::string version;              // of Crura
    std::chrono::sys_seconds began{}; // UTC: a PDF is dated with it
    std::vector<std::string> sensors; // "chest: motion sensor"

    std::vector<std::string> in_short; // paragraphs
    Course course;
    std::vector<Figure> figures;
    std::vector<CheckInRow> check_ins;
    std::optional<Care> care;

    std::vector<std::string> rests_on; // paragraphs: what the numbers rest on,
    std::vector<std::string> cannot;   // and what they cannot say
};

} // namespace crura::report
