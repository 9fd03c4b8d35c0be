#pragma once

#include "core/breath_state.hpp"
#include "core/few.hpp"

#include <cstddef>

namespace crura::breath {

// How much volume a unit of each band's excursion stands for. Only the ratio matters here.
struct Gains {
    double thoracic = 1;
    double abdominal = 1;
    double log_ratio_plus_minus = 1; // 95 % half width of ln(thoracic / abdominal)
    bool calibrated = false;         // false: one sensor type taken as equally sensitive twice

    // The abdomen's part of a breath whose bands moved by these amounts at the same instants
    // [sensor units]. Not known when nothing moved.
    Estimate abdominal_share(double thoracic_amplitude, double abdominal_amplitude) const;
};

// Finds the gains from a minute of natural breathing in the posture of the session.
//
// Each breath says  thoracic_gain * dT + abdominal_gain * dA = 1  (breaths of about the same
// volume); least squares finds the two. Unlike the older
// qualitative diagnostic calibration (ratio of standard deviations; Sackner 1989, critique De
// Groote 2001, J Appl Physiol 90:1025) it is not biased by volumes that vary on their own. What it
// cannot do is separate bands that always move together, as they mostly do in quiet breathing: the
// condition number and the bootstrap interval say so, and then the gains stay uncalibrated.
// Any thread; a plain value.
class Calibration {
public:
    struct Params {
        double duration_s = 60;                // of breathing
        std::size_t min_breaths = 5;           // slow breathers have few in a minute
        double max_condition = 30;             // worse cannot be separated
        double max_log_ratio_plus_minus = 0.5; // less certain stays uncalibrated
    };

    explicit Calibration(Params params) : params_(params) {}

    // One natural breath: amplitudes at the turns of the sum [sensor units], duration [s].
    void add_breath(double thoracic_amplitude, double abdominal_amplitude, double breath_time_s);

    double progress() const; // 0 .. 1
    bool done() const { return progress() >= 1; }
    Gains gains() const;

private:
    struct Pair {
        double thoracic = 0;
        double abdominal = 0;
    };
    using Pairs = Few<Pair, 64>;

    Gains solve(const Pairs& pairs) const;

    Params params_;
    Pairs pairs_;
    double breathed_s_ = 0;
};

} // namespace crura::breath
