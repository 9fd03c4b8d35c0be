#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace crura::test {

// An EDF file as EDFlib reads it, the library of EDFbrowser.
struct EdfRead {
    struct Signal {
        std::string label, unit, transducer, filter;
        double rate_hz = 0;
        double physical_min = 0, physical_max = 0;
        double step = 0; // of one count
        std::vector<double> values;
    };
    struct Annotation {
        double onset_s = 0;
        double duration_s = 0;
        std::string text;

        friend bool operator==(const Annotation&, const Annotation&) = default;
    };

    std::string problem; // empty: it was read
    bool plus = false;   // EDF+C
    std::string patient; // code|name
    std::string equipment;
    std::string start; // "2026-11-22 18:00:00.25"
    double record_s = 0;
    double length_s = 0;
    std::vector<Signal> signals;
    std::vector<Annotation> annotations;

    // Empty ones where there is none of this name.
    Signal operator[](const std::string& label) const;
    std::vector<Annotation> called(const std::string& text) const;
};

EdfRead read_with_edflib(const std::filesystem::path& path);

} // namespace crura::test
