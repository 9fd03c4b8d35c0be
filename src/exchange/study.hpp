#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace crura::exchange {

// Evenly sampled, as other tools want it. Inspiration is up.
struct Signal {
    std::string label;      // "Resp chest", "Resp abdomen", "Acc x chest"; see docs/export.md
    std::string unit;       // "mm", "g", "deg/s"; empty: the sensor's own, of no known unit
    std::string transducer; // "strain belt"
    std::string filter;     // what was done to it: "none", "LP:1Hz"
    double rate_hz = 0;
    std::vector<double> values; // the first one at the start; NaN where nothing was measured
};

struct Annotation {
    double onset_s = 0;    // since the start
    double duration_s = 0; // 0: a moment
    std::string text;      // UTF-8
};

// One session as other tools take it.
struct Study {
    std::chrono::sys_time<std::chrono::nanoseconds> started_at{}; // UTC
    std::string person;    // a pseudonym, only where somebody asked for it; else empty
    std::string program;   // id
    std::string equipment; // "Crura 0.1.0"
    std::vector<Signal> signals;
    std::vector<Annotation> annotations;                    // by onset
    std::vector<std::pair<std::string, std::string>> facts; // settings and versions, for side-cars
};

} // namespace crura::exchange
