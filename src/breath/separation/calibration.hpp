#pragma once

#include "breath/separation/gains.hpp"
#include "core/calibration_guidance.hpp"
#include "core/few.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::breath {

// Whether chest and belly can be told apart, and if not, why.
enum class Separable : std::uint8_t {
    yes,
    too_few,   // breaths
    alike,     // the bands always moved together: nothing tells their gains apart
    wrong_way, // a gain came out below zero: a band moved against the breath
    uncertain, // the interval of the ratio is too wide
    unclear,   // isovolume swings that were no such thing
};

// How far the bands moved from one extreme of an isovolume manoeuvre to the next [sensor units].
struct Swing {
    float thoracic = 0;
    float abdominal = 0;
};
using Swings = Few<Swing, 24>;

class Draw; // random numbers of the bootstrap

// Finds the gains of both bands from breaths of about the same volume in one posture.
//
// Each breath says  thoracic_gain * dT + abdominal_gain * dA = 1,  each isovolume swing says = 0,
// with three times the weight; weighted ridge least squares finds the two. With deliberate belly
// and chest breaths the rows differ as much as rows can (5-33 % error in volume; Stroemberg 2001,
// Med Biol Eng Comput 39:310). Natural breaths alone mostly do not: two bands that always move
// together cannot be separated, and then the condition number and the bootstrap interval say so
// and the gains stay uncalibrated. (The older diagnostic calibration, the ratio of the standard
// deviations, cannot tell; Sackner 1989, critique De Groote 2001, J Appl Physiol 90:1025.)
// Any thread; a plain value.
class Calibration {
public:
    struct Params {
        double duration_s = 60;                // of natural breathing
        std::size_t min_breaths = 5;           // slow breathers have few in a minute
        std::size_t min_of_manoeuvre = 3;      // fewer belly or chest breaths do not count
        double max_condition = 30;             // worse cannot be separated
        double max_log_ratio_plus_minus = 0.5; // less certain stays uncalibrated
        double ridge = 0.01;                   // towards equal parts, in breaths
        double isovolume_weight = 3;
        double max_isovolume_correlation = -0.9; // of the swings; above this it was none
        std::size_t min_isovolume_swings = 6;    // 3 cycles, there and back
    };
    struct Result {
        Gains gains; // not calibrated unless separable
        Separable separable = Separable::too_few;
        double condition = 0; // of the rows with columns scaled alike; 1 best
    };

    explicit Calibration(Params params) : params_(params) {}

    // One breath: amplitudes at the turns of the sum [sensor units], duration [s].
    void add_breath(double thoracic_amplitude, double abdominal_amplitude, double breath_time_s,
                    Manoeuvre manoeuvre = Manoeuvre::natural);

    // One isovolume manoeuvre, whole.
    void add_isovolume(const Swings& swings);

    double progress() const; // 0 .. 1, of natural breathing
    bool done() const { return progress() >= 1; }
    std::size_t count(Manoeuvre manoeuvre) const { return count_[std::size_t(manoeuvre)]; }

    // Takes about a millisecond.
    Result result() const;
    Gains gains() const { return result().gains; }

private:
    struct Row {
        float thoracic = 0;
        float abdominal = 0;
        Manoeuvre manoeuvre = Manoeuvre::natural;
    };
    using Rows = Few<Row, 96>;

    Result solve(const Rows& rows) const;
    Rows resampled(const Rows& rows, Draw& draw) const;
    double small_sample(const Rows& rows) const;
    bool guided() const;

    Params params_;
    Rows rows_;
    std::array<std::size_t, kManoeuvres> count_{};
    double breathed_s_ = 0;
    bool unclear_ = false; // the isovolume manoeuvre
};

} // namespace crura::breath
