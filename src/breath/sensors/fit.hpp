#pragma once

#include "breath/sensors/sensor_signal.hpp"
#include "breath/separation/calibration.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstdint>

namespace crura::breath {

// Event::evidence of a sensor fault: which one, and of which band.
constexpr double evidence_of(SensorFault fault, Band band)
{
    return double(16 * int(band) + int(fault));
}
constexpr SensorFault fault_in(double evidence)
{
    return SensorFault(int(evidence) % 16);
}
constexpr Band band_in(double evidence)
{
    return Band(int(evidence) / 16);
}

// Names what is wrong with each band's sensor, for the person who can put it right (FitWords says
// how): one fault a band, the one that hides the others first. A fault is named when it has lasted,
// and over when it has been gone for a while. Which rules: docs/breath/quality.md. Any thread; a
// value.
class Fit {
public:
    // Every frame, after the tracker: sets the bands' fault, adds events of it. `manoeuvre` is what
    // the person is asked to breathe with at the moment.
    void operator()(const std::array<SensorSignal, kBands>& signals, Time now, BreathState& state,
                    Manoeuvre manoeuvre = Manoeuvre::natural);

private:
    struct Finding {
        SensorFault fault = SensorFault::none;
        double since_s = 0;
    };
    class Usual { // what a number usually is: the median of its last values, one every 12 s
    public:
        void learn(double value) { values_.push(value); }
        void forget() { values_.clear(); }
        double value() const { return values_.size() < kEnough ? 0 : dsp::median(values_); }

    private:
        static constexpr std::size_t kEnough = 2;
        dsp::History<double, 7> values_;
    };
    struct Watch {                             // over one band
        SensorFault fault = SensorFault::none; // as named
        double fault_since_s = 0;
        SensorFault candidate = SensorFault::none;
        double candidate_since_s = 0;
        Usual swing, noise;
        dsp::History<double, 5> breath; // usual amplitude of a natural breath
        double railed_s = kNever;       // last at the end of its range
        double stepped_s = kNever;      // last step of the level
        double shrunk_since_s = kNever; // as low as it is
    };

    static constexpr double kNever = -1e300;

    void learn(const std::array<SensorSignal, kBands>& signals);
    void vote_on_sides(const BreathState& state, Manoeuvre manoeuvre);
    Finding diagnose(const std::array<SensorSignal, kBands>& signals, std::size_t band,
                     const BandState& now, const Motion& motion, Manoeuvre manoeuvre);
    static SensorFault drowned(const SensorSignal& signal, const Watch& watch, const BandState& now,
                               const Motion& motion);
    bool shrunk(const std::array<SensorSignal, kBands>& signals, std::size_t band) const;
    void name(std::size_t band, Finding finding, Time now, BreathState& state);

    std::array<Watch, kBands> watch_{};
    Time last_breath_{Time::min()}; // began
    int sides_ = 0;                 // positive: guided breaths say that chest and belly are swapped
    int frames_ = 0, steps_ = 0;
    double now_s_ = 0;
};

} // namespace crura::breath
