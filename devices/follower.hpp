#pragma once

#include "devices/body_random.hpp"

#include <cstdint>
#include <limits>

namespace crura::devices {

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
    bool asleep = false;
};

// A pure model of what a person does about a guide, decided once a breath: a first-order follower
// within what is comfortable, who may tire, lapse, over-breathe or fall asleep. docs/guide.md says
// what it is good for. Any thread; a plain value: the same seed decides the same, and a copy goes
// on from where it was taken.
class Follower {
public:
    // The defaults: comes along as far as it is comfortable, and that is all.
    struct Traits {
        double longest_stretch = std::numeric_limits<double>::infinity(); // of its own breath; >= 1
        double tiring = 0;          // of its reach given up in a minute at the end of it; 0 .. 0.2
        double over_breathing = 0;  // volume added when led to twice its own breath; 0 .. 1
        double sighs_led = 0;       // an hour more, when led to twice its own breath; 0 .. 240
        double lapses_per_hour = 0; // of attention; 0 .. 60
        double lapse_s = 0;         // how long one lasts, in the mean
        double asleep_after_s = std::numeric_limits<double>::infinity();
        double asleep_unrest = 3; // MeantBreath::unrest then; 1 .. 5
    };

    // following: how readily, 0 not .. 1 at once. It never lets a guide slow it past slowest_bpm.
    Follower(BreathPace own, double following, double slowest_bpm, const Traits& traits,
             Random random);

    // The breath that begins now; `guide` is null when none is heard.
    MeantBreath operator()(double start_s, const HeardGuide* guide);

    // The breath time that brings the next onset closer to one of the guide's.
    double toward_onset(double start_s, double breath_s, const HeardGuide& guide) const;

    const BreathPace& own() const { return own_; }

private:
    double reach_s() const;
    void lapse(double start_s);
    void tire();

    BreathPace own_; // without a guide
    double following_;
    double slowest_bpm_;
    Traits traits_;
    Random random_;

    BreathPace pace_;
    double lapse_until_s_ = 0;
    double tired_ = 0; // share of its reach
};

} // namespace crura::devices
