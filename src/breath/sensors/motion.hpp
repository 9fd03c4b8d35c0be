#pragma once

#include "breath/events/spell.hpp"
#include "breath/sensors/vector.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/high_pass.hpp"

#include <array>
#include <optional>

namespace crura::breath {

// How much a body moves beside breathing: the RMS of what its motion sensors feel above 1 Hz.
// Acceleration, medians of 12 people [mg]: at rest 6-9, talking 17, hyperventilating 34-52,
// coughing 88-104, walking 322, running 979. A sensor that says angular rate or orientation only is
// taken by how fast it turns. The sensor that feels most counts.
//
// Sets BreathState::motion; reports EventKind::motion from when it began until it is over. Runs
// before the tracker. Without a motion sensor the level stays 0. Any thread; a plain value.
class MotionIndex {
public:
    struct Params {
        double above_hz = 1;
        double memory_s = 1;    // time constant of the mean square
        double still_mg = 20;   // level 0: resting, talking
        double lively_mg = 250; // level 1: walking
        double still_dps = 3;   // the same for how fast a sensor turns
        double lively_dps = 25;
        double begins = 0.5; // level
        double ends = 0.3;
        double begins_s = 0.5; // for so long
        double ends_s = 2;
        double gap_s = 0.3; // a sensor silent for longer begins anew
    };

    explicit MotionIndex(Params params);

    void operator()(const Frame& frame, Time now, BreathState& state);

private:
    class Strength { // RMS of a vector above a frequency
    public:
        explicit Strength(const Params& params);
        void operator()(const std::optional<Vector>& vector, const Params& params);
        bool known() const { return heard_ > 0; }
        double rms() const;

    private:
        std::array<dsp::HighPass, 3> high_;
        double power_ = 0;
        double step_;
        int heard_ = 0;  // frames, as far as that matters
        int silent_ = 0; // frames
    };
    struct Sensor {
        Strength acceleration_g, rate_dps;
        Vector before{}; // which way was up, of an orientation
    };

    std::optional<Vector> rate_of(const Frame& frame, Band site);
    void follow(double level, Time time, Time now, BreathState& state);

    Params params_;
    std::array<Sensor, kSites> sensors_;
    Spell spell_{EventKind::motion};
    std::optional<Time> since_; // when the level went up
    double most_mg_ = 0;
};

} // namespace crura::breath
