#pragma once

#include "dsp/spectrum.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace crura::breath {

// Whether the few seconds that a vector sensor has just heard are a tremor: a rhythm of 1 to 13 Hz
// that stands alone. The spectra of the three axes are summed, so it does not matter how the sensor
// was put on. Any thread; a plain value, whose copies share their tables.
class TremorWindow {
public:
    static constexpr std::size_t kLength = 256; // samples
    static constexpr double kRateHz = 50;       // of the samples: 5.1 s, half of it under the bell

    struct Params {
        double lowest_hz = 1, highest_hz = 13;            // where a tremor may be
        double near_hz = 0.5;                             // this close to its peak is the tremor
        double all_lowest_hz = 1, all_highest_hz = 15;    // what its share is of
        double slow_lowest_hz = 0.3, slow_highest_hz = 3; // movement that is no tremor

        double least_share = 0.35; // with less of the power it is not asked what else it may be

        // Steps: the body falls and is caught again, so a rhythm of steps has overtones, a tremor
        // of that pace hardly any.
        double slowest_step_hz = 0.7, fastest_step_hz = 3.5;
        double overtone_match = 0.05; // an overtone is this close to a multiple, relative
        double step_overtone = 0.03;  // power of the first overtone that gives steps away, relative
        double step_ground = 0.1;     // power of the ground tone, where an overtone is highest
        double slow_most = 0.2;       // shaking below fastest_step_hz that is stronger carries the
                                      // whole body about [g]

        // Blows of the heart or the heel: a tone that comes and goes at their pace.
        double slowest_blow_hz = 0.7, fastest_blow_hz = 3.2;
        double blow_depth = 0.5;  // of that coming and going, 0 even .. 1 silence between
        double blow_purity = 0.4; // share of it that has that one pace
    };

    using Axes = std::array<std::array<float, kLength>, 3>; // oldest first

    struct Verdict {
        double frequency_hz = 0; // of the strongest rhythm
        double rms = 0;          // from lowest_hz to highest_hz [unit of the signal]
        double share = 0;        // of the power that this rhythm holds, 0 .. 1
        double slow = 0;         // power of slower movement, beside that of the rhythm
        bool vetoed = false;     // it is steps, or the heart
    };

    explicit TremorWindow(Params params);

    // Nothing where no rhythm stands out. A `rms` below `least_rms` is not looked at further. A
    // body that lies takes no steps.
    std::optional<Verdict> operator()(const Axes& axes, double least_rms, bool lies = false) const;

private:
    static constexpr std::size_t kBins = kLength / 2 + 1;
    using Power = std::array<float, kBins>;

    double around(const Power& power, double frequency_hz, double half_width_hz) const;
    bool steps(const Power& power, double frequency_hz) const;
    bool blows(const Axes& axes) const;

    Params params_;
    dsp::Spectrum spectrum_;
};

} // namespace crura::breath
