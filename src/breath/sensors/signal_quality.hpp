#pragma once

#include "breath/sensors/sensor_signal.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <complex>
#include <cstddef>

namespace crura::breath {

// How good each band's signal is, live, and what keeps it from being better: the least of
//
//                                         useless   good enough   excellent
//     height of the breath over noise        2          16           30
//     share of time at the sensor's end     10 %        1 %           0
//     motion (Motion::level)                0.9         0.4          0.1
//     likeness of the last 5 breaths        0.45        0.75         0.95
//     share of frames lost or bridged       30 %        5 %           0
//     the bands go together                 0.4         0.75         0.95
//
// each 0, 0.7, 1 there and linear between. Likeness is the mean correlation of the breaths, each
// stretched to the same length, with their average (Charlton's R), so that breathing at an uneven
// pace, as in guided breathing, does not count as bad. The bands go together when their lag is
// steady, whatever it is: paradox is good signal. Any thread; a plain value.
class SignalQuality {
public:
    static constexpr double kGoodEnough = 0.7;

    // Every frame, after the tracker: sets quality and quality_reason of each band.
    void operator()(const Frame& frame, const std::array<SensorSignal, kBands>& signals,
                    BreathState& state);

private:
    static constexpr std::size_t kHistory = 320; // points of 0.1 s
    static constexpr std::size_t kTemplate = 32; // points of a stretched breath
    static constexpr std::size_t kBreaths = 5;

    struct Verdict {
        double quality = 1;
        QualityReason reason = QualityReason::good;
    };
    struct Breaths { // of one band
        dsp::History<float, kHistory> points;
        double sum = 0;                                              // of the point under way
        std::array<std::array<float, kTemplate>, kBreaths> shapes{}; // of mean 0 and length 1
        std::array<std::complex<float>, kBreaths> turns{}; // their first harmonic, in height
        std::size_t count = 0;
        bool long_one = false; // among them
        double alike = 1;
    };

    void remember(const std::array<SensorSignal, kBands>& signals, const BreathState& state);
    void learn(Breaths& band, const Breath& breath) const;
    void compare_bands();
    Verdict judge(const SensorSignal& signal, const Breaths& band, const BandState& now,
                  const Motion& motion) const;

    std::array<Breaths, kBands> bands_{};
    std::array<Verdict, kBands> verdict_{};
    int frames_ = 0;                // of the point under way
    Time last_breath_{Time::min()}; // began
    double newest_s_ = 0;
    double together_ = 1;
};

} // namespace crura::breath
