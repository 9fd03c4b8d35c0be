#pragma once

#include "dsp/low_pass.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>
#include <span>

namespace crura::dsp {

// How far two bands of the trunk move apart instead of together. Three measures of it, from the
// most to the least that has to be known:
//
//   path ratio   the bands' own paths, added, over the path of their sum: 1 when they move as one.
//                It needs gains, or takes both bands as equally wide ("labored breathing", TCD/VT).
//   opposed      180 degrees times the part of the time in which one band is above its middle and
//                the other is below (XOR of the signs; Motto et al., IEEE Trans Biomed Eng
//                2005;52:614). No gains, no amplitude: only the middle must be known.
//   correlation  of the bands' speeds. Drift and the middle do not matter.

struct BandGains {
    double thoracic = 1;
    double abdominal = 1;
};

// Gains that make both bands move equally much in these samples.
BandGains equal_gains(std::span<const double> thoracic, std::span<const double> abdominal);

// Of one whole breath, evenly sampled, same lengths. Nothing when a band or the sum is flat.
std::optional<double> path_ratio(std::span<const double> thoracic,
                                 std::span<const double> abdominal, BandGains gains);

// Of one whole breath, 0 .. 180; the straight line between its ends is taken off each band, and the
// mean. Nothing when a band is flat.
std::optional<double> opposed_deg(std::span<const double> thoracic,
                                  std::span<const double> abdominal);

// All of it, and the phase angle, of the breath or so that was last, sample by sample: what there
// is to know before a breath is whole. A few operations a sample. Any thread; a plain value.
class Asynchrony {
public:
    struct Params {
        double sample_rate_hz = 100;
        double breath_time_s = 3; // at first; then it is found in the signals themselves
        // On infants' bands, segments of 2 to 62 s told apart (docs/breath/asynchrony.md).
        double memory = 0.4;  // time constant of forgetting, of a breath time; 0.3 .. 2
        double corner = 1.5;  // of the high-pass that finds the middle, of the breath's frequency
        double cutoff_hz = 2; // what is quicker is not breath
        double slowest_hz = 0.15; // of the high-pass through which a breath's length is found
        double shortest_s = 0.8, longest_s = 12; // breath times that are believed
    };

    explicit Asynchrony(Params params)
        : params_(params), breath_samples_(params.breath_time_s * params.sample_rate_hz),
          smooth_{LowPass(params.cutoff_hz, params.sample_rate_hz),
                  LowPass(params.cutoff_hz, params.sample_rate_hz)}
    {
        keep_wide_ = std::exp(-2 * std::numbers::pi * params.slowest_hz / params.sample_rate_hz);
        tune();
    }

    // Smoothed levels, inspiration positive.
    void operator()(double thoracic, double abdominal);

    // After a gap or a step: what moved before no longer counts.
    void restart();

    // None of them is known until a breath or so was heard.
    bool known() const { return heard_ > 0.6; }
    double path_ratio() const; // 1 .. kMostPath, with each band taken as equally wide
    double opposed_deg() const { return 180 * apart_ / (heard_ > 0 ? heard_ : 1); }
    double correlation() const; // -1 .. 1

    // By how much the abdomen leads, -180 .. 180: the angle between both bands' movements, each
    // taken as level and speed at right angles, weighed by its size.
    double phase_angle_deg() const;

    // How long a breath seems to be.
    double breath_time_s() const { return breath_samples_ / params_.sample_rate_hz; }

    // How widely each band moves, 0 thoracic, 1 abdominal: RMS about its middle [signal units].
    double width(std::size_t band) const { return std::sqrt(level_power_[band]); }

    static constexpr double kMostPath = 20;

private:
    void tune();

    Params params_;
    unsigned samples_ = 0;
    double breath_samples_; // long a breath seems to be
    LowPass smooth_[2];
    double keep_wide_ = 0;
    double keep_ = 0;   // of the high-pass, per sample
    double forget_ = 0; // per sample
    bool started_ = false;
    double before_[2] = {};
    double middle_[2] = {};      // the levels without what is slower than a breath
    double power_[2] = {};       // of the speeds
    double product_ = 0;         // of the speeds
    double level_power_[2] = {}; // of middle_
    double wide_[2] = {};        // the levels without what is slower than any breath
    double wide_power_[2] = {};
    double level_product_ = 0;
    double speed_power_[2] = {}; // of the speed of middle_
    double speed_product_ = 0;
    double ahead_ = 0; // abdominal speed by thoracic level, less the other way round
    double paths_ = 0, sum_path_ = 0;
    double apart_ = 0;
    double heard_ = 0; // 0 .. 1: how full the memory is
};

} // namespace crura::dsp
