#pragma once

#include "core/breath_state.hpp"
#include "core/estimate.hpp"
#include "core/event.hpp"

#include <array>
#include <string>
#include <vector>

namespace crura::report {

// Numbers in the course of time; NaN where one is not known. Times rise.
struct Curve {
    std::vector<float> time_s;
    std::vector<float> value;

    void add(float at_s, float is)
    {
        time_s.push_back(at_s);
        value.push_back(is);
    }
    bool known() const; // anywhere
};

struct CurveWithDoubt {
    Curve value, low, high; // the 95 % interval

    void add(float at_s, const Estimate& estimate, bool shown = true);
    bool known() const { return value.known(); }
};

struct Span {
    double from_s = 0, to_s = 0;
};

// Something that happened, in words for people.
struct Occurrence {
    EventKind kind{};
    std::string name; // "a sigh"
    Span when;
    std::string evidence; // "2.4 times the usual breath"; or empty
};

struct Stretch {
    Span when;
    std::string name;
};

// How the breath stood at one moment.
struct Moment {
    std::array<BandState, kBands> bands{};
    Estimate breath_rate_bpm;
    Estimate abdominal_share; // 0 .. 1
    Estimate phase_angle_deg; // -180 .. 180
    Partition partition = Partition::none;
};

// What a picture shows of a session. All times are seconds since its first moment. [any]
struct Course {
    double length_s = 1;
    std::array<Curve, kBands> displacement; // 0 end of expiration .. 1 end of a usual inspiration
    std::array<bool, kBands> heard{};       // ever
    CurveWithDoubt rate_bpm;
    CurveWithDoubt share; // where it is calibrated,
    CurveWithDoubt trend; // and where it is not
    Curve phase_angle_deg;
    std::vector<Span> inspirations;
    std::vector<double> rates_bpm;       // of whole breaths
    std::vector<Occurrence> occurrences; // by their start
    std::vector<Stretch> steps;          // of the session's program
    std::vector<Stretch> pauses;
    std::vector<double> marks_s;

    // Moments come in order, about ten a second. A number that is none is not known; where moments
    // are missing for a second or more the curves have a gap.
    void add(double at_s, const Moment& moment);
    // A whole breath; of an unfinished one the rate is NaN.
    void add_breath(Span inspiration, double breath_rate_bpm);
};

} // namespace crura::report
