#pragma once

#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <optional>

namespace crura::dsp {

// One heartbeat, as the chest wall shakes with it.
struct Beat {
    double time_s;
    double interval_s; // since the beat before; 0 when that was missed, or is not to be believed
    double likeness;   // 0 .. 1: correlation with the usual beat
};

// Finds heartbeats in the vibration of the chest (seismocardiogram), one sample at a time.
//
// Each axis is band-passed. The envelope of all of them says by autocorrelation how long a beat
// takes; then each beat is where the vibration is most like the usual beat, within a quarter of a
// beat time of where the last one lets expect it:
//
//     envelope  _/\/\______/\/\______/\/\___     period, by autocorrelation
//     vibration -|||'------|||'------|||'---     template, learnt from the beats so far
//
// The shape is compared axis by axis and with its sign, so what merely swells at the rate of a
// heart is none. What is too strong, too even or already like itself just before (a tremor), or
// like itself half a beat later (an octave error) is given up. Any thread; a plain value.
class BeatDetector {
public:
    static constexpr std::size_t kAxes = 3;
    using Vector = std::array<double, kAxes>;

    struct Params {
        double sample_rate_hz = 100;
        double lowest_hz = 5; // of the band that a beat shakes in
        double highest_hz = 30;
        double smallest = 1e-4;  // RMS in that band; less is a sensor at rest [signal units]
        double largest = 0.05;   // more is movement
        double sway = 0.02;      // RMS below that band, at most; more is walking [signal units]
        double shortest_s = 0.4; // 150 beats a minute
        double longest_s = 1.5;  // 40 beats a minute
        double periodic = 0.3;   // autocorrelation that lets beats be looked for, 0 .. 1
        double likeness = 0.6;   // of a beat to the usual one, at least
        double stray = 0.25;     // of a beat time, from where it is expected
        double jump = 0.18;      // from one interval to the next, at most, or it is not reported
        double learning = 0.1;   // weight of the newest beat in the template
        int misses = 3;          // so many in a row, and beats are looked for anew
    };

    explicit BeatDetector(Params params);

    // A beat is reported about half a second after it.
    std::optional<Beat> operator()(double time_s, const Vector& vibration);

    // After a gap.
    void restart();

    // 0 .. 1: how like one another, and how complete, the last beats were.
    double quality() const { return quality_; }

private:
    static constexpr std::size_t kTemplate = 20; // samples
    static constexpr std::size_t kBefore = 4;    // of them before the beat's time
    static constexpr std::size_t kHistory = 200;
    static constexpr std::size_t kEnvelope = 200; // every 4th sample: 8 s
    static constexpr std::size_t kThinning = 4;
    static constexpr double kNever = -std::numeric_limits<double>::infinity();

    class Biquad {
    public:
        double operator()(double x);
        double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;

    private:
        double s1_ = 0, s2_ = 0;
    };
    using Shape = std::array<std::array<float, kAxes>, kTemplate>;
    struct Candidate {
        double time_s = 0;
        double likeness = -1;
    };

    void shake(const Vector& vibration);
    void measure_period();
    bool plausible() const;
    void begin(double time_s);
    std::optional<Beat> follow(double time_s);
    Beat accept(bool ringing);
    void miss();
    double likeness(std::size_t age) const;
    bool rings(std::size_t age) const;
    void learn(std::size_t age);

    Params params_;
    std::array<Biquad, kAxes> high_pass_, low_pass_;
    Biquad smoothing_;
    History<std::array<float, kAxes>, kHistory> shaken_;
    History<float, kEnvelope> envelope_;
    std::size_t samples_ = 0;
    double power_ = 0;
    Vector slow_{}, quick_{};
    double sway_power_ = 0;

    double period_s_ = 0; // by autocorrelation; 0: none
    bool locked_ = false;
    Shape usual_{};
    double usual_power_ = 0;
    int learnt_ = 0;    // beats in usual_
    double last_s_ = 0; // the last beat, or where it was expected
    double beat_time_s_ = 0;
    bool missed_ = true;  // the last one was
    int misses_ = 0;      // in a row
    int doubles_ = 0;     // beats in a row with another half way
    double half_way_ = 0; // the best likeness about half a beat after the last
    Candidate best_;
    std::array<double, 3> recent_{-1, -1, -1}; // likeness at the last three samples, newest first
    double quality_ = 0;
};

} // namespace crura::dsp
