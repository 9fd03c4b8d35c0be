#pragma once

#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/beat_detector.hpp"
#include "dsp/history.hpp"

#include <array>
#include <complex>
#include <cstddef>
#include <limits>
#include <optional>

namespace crura::breath {

// Whether a signal on the uniform grid was measured as often as the grid is fine, or is the
// straight lines between the samples of a slower sensor. A straight line has no second difference;
// from a sensor of half the rate they come in pairs of one sign. Any thread; a plain value.
class FullRate {
public:
    using Vector = dsp::BeatDetector::Vector;

    void operator()(const Vector& level);

    bool value() const { return seen_ > kLearning && straight_ < kMost && paired() < kPaired; }

private:
    static constexpr double kLearning = 300; // frames
    static constexpr double kMost = 0.35;
    static constexpr double kPaired = 0.97;

    double paired() const { return std::max(pairs_[0], pairs_[1]); }

    Vector before_{}, before_that_{}, bend_{};
    double straight_ = 0;           // share of second differences that are none
    std::array<double, 2> pairs_{}; // and of neighbours with one sign, by even and odd frames
    double seen_ = 0;
};

// The heart, from the push of each beat on an accelerometer on the chest: rate, respiratory sinus
// arrhythmia and coherence with the breath. Experimental: it says nothing when it is not sure, and
// nothing from a sensor slower than the frames. Any thread; a plain value.
class Heart {
public:
    struct Params {
        double quality = 0.6;         // of the beats, at least, 0 .. 1
        double beat_doubt_s = 0.008;  // SD of the time of a beat
        double coherence_doubt = 0.2; // what so short a window leaves open (95 %)
        double most_missed = 0.1;     // share of the window without beats, 0 .. 1
    };

    explicit Heart(Params params) : params_(params) {}

    // Every frame, after tracker and phase have brought `state` up to it.
    void operator()(const Frame& frame, BreathState& state);

    // The beats so far, newest first.
    struct Beat {
        double time_s = 0;
        float interval_s = 0; // 0 when the beat before was missed
    };
    static constexpr std::size_t kBeats = 128;
    const dsp::History<Beat, kBeats>& beats() const { return beats_; }

    using Tachogram = std::array<double, 256>; // 64 s, 4 a second [s]

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();

    void silence(BreathState& state);
    void take(const dsp::Beat& beat, double time_s, const BreathState& state);
    Estimate rate() const;
    Estimate rsa(const Breath& breath) const;
    std::optional<Tachogram> tachogram(double time_s) const;
    Estimate coherence(double time_s) const;
    double agreement() const;

    Params params_;
    FullRate full_rate_;
    dsp::BeatDetector detector_{{}};
    dsp::History<Beat, kBeats> beats_;
    double breath_s_ = kNever;    // the last breath looked at
    double coherence_s_ = kNever; // when it was last measured
    double mean_interval_s_ = 0;  // of the last half minute
    std::complex<double> locked_; // of the intervals to the phase of the breath [s]
    double interval_power_ = 0;   // of the intervals about their mean [s^2]
};

} // namespace crura::breath
