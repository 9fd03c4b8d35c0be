#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "devices/body_unrest.hpp"
#include "devices/event_script.hpp"
#include "devices/turning.hpp"
#include "devices/wobble.hpp"

#include <array>

namespace crura::devices {

// What shakes chest and belly beside the breath, at one instant.
struct Shake {
    std::array<Vector, kSites> acceleration_g{}; // in the body's axes
    PerBand push{};                              // of a usual breath
};

// A tremor that comes from the legs: one tone with a weak overtone, strongest at the sacrum, in a
// direction of its own at each place. Its pace goes from one frequency to the other and wanders;
// the wilder it is the more, its strength comes and goes, and a second tone quarrels with it.
class TremorShaking {
public:
    TremorShaking(const BodyEvent& event, double sample_rate_hz, Random random);
    void operator()(double time_s, Shake& shake);

private:
    double strength(double since_s);

    BodyEvent event_;
    double sample_rate_hz_;
    Random random_;
    Wobble tone_, rival_;
    double rival_ratio_;
    double swell_ = 0;
    std::array<Vector, kSites> axis_, overtone_axis_;
};

// Talking, laughing, coughing: bursts of noise that make the trunk ring. A laugh and a cough throw
// air out: both bands jerk inwards with each, the belly more.
class VoiceShaking {
public:
    VoiceShaking(const BodyEvent& event, double sample_rate_hz, Random random);
    void operator()(Shake& shake);

private:
    struct Manner {
        double pace_hz, burst_s, fit_s, pause_s, peak_g, thrown_out;
    };
    static Manner manner_of(const BodyEvent& event, Random& random);

    double step_s_;
    Random random_;
    Manner manner_;
    Ringing ring_;
    std::array<Vector, kSites> axis_;
    double burst_left_s_ = 0, next_s_ = 0, fit_left_s_ = 0;
    double push_ = 0, pushed_ = 0;
};

// A body that turns over or sits up: muscles that pull here and there, at 1 to 4 Hz, and belts that
// are stretched by more than a breath, to a new level that is forgotten over 40 s.
class StirringShaking {
public:
    StirringShaking(double sample_rate_hz, Random random);

    // `liveliness` 0 .. 1.
    void operator()(double liveliness, Shake& shake);

private:
    double step_s_;
    Random random_;
    std::array<Vector, kSites> slow_{}, quick_{};
    double next_push_s_ = 0;
    PerBand goal_{}, drive_{}, offset_{};
};

} // namespace crura::devices
