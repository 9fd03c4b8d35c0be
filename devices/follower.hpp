#pragma once

#include "devices/body_random.hpp"

#include <cstdint>
#include <limits>

namespace crura::devices {

// What a person may do about a guide.
enum class FollowerKind : std::uint8_t {
    cooperative, // comes along, and tires a little
    limited,     // comes along as far as they can, and no further
    anxious,     // irregular, half along, and over-breathes when led
    distracted,  // stops listening for stretches, and comes back
    sleeping,    // drifts off after some minutes: ignores it, irregular and still
};

// How long a breath is meant to be.
struct BreathPace {
    double inspiratory_s = 0;
    double expiratory_s = 0; // with the pause after it

    double breath_s() const { return inspiratory_s + expiratory_s; }
};

// A guide as it is heard.
struct HeardGuide {
    BreathPace pace;
    double onset_s = 0; // of one of its inspirations, on the clock of the body
};

// A breath as it is meant, before whatever makes one breath differ from the next.
struct MeantBreath {
    BreathPace pace;
    double volume = 1; // of the volume that belongs to this pace; above 1 it over-breathes
    double unrest = 1; // how much more than usual breath times vary
    bool sighs = false;
    bool listens = false; // to the guide
    bool asleep = false;  // and so lies still
};

// A pure model of what a person does about a guide, decided once a breath: a first-order follower
// within what is comfortable, who may tire, be distracted, over-breathe or fall asleep.
// docs/guide.md says where its figures come from, and what it is not. Any thread; a plain value.
// The same seed decides the same; a copy goes on from where it was taken.
class Follower {
public:
    struct Traits {
        double longest_stretch = std::numeric_limits<double>::infinity(); // of its own breath; >= 1
        double tiring = 0;         // of the stretch given up in a minute beyond its own; 0 .. 0.2
        double over_breathing = 0; // volume added when led to twice its own breath; 0 .. 1
        double sighs_led = 0; // an hour, more than without, when led to twice its own; 0 .. 240
        double lapses_per_hour = 0; // of attention; 0 .. 60
        double lapse_s = 0;         // how long one lasts, in the mean
        double asleep_after_s = std::numeric_limits<double>::infinity();
        double asleep_unrest = 4; // MeantBreath::unrest then
    };

    // following: how readily, 0 not .. 1 at once; slowest_rate_bpm: it is never slowed further.
    Follower(BreathPace own, double following, double slowest_rate_bpm, const Traits& traits,
             Random random);

    static Traits traits_of(FollowerKind kind);

    // The breath that begins now; `guide` is null when none is heard.
    MeantBreath operator()(double start_s, const HeardGuide* guide);

    // The breath time that brings the next onset closer to one of the guide's.
    double toward_onset(double start_s, double breath_s, const HeardGuide& guide) const;
};

} // namespace crura::devices
