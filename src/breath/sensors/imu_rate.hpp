#pragma once

#include "breath/sensors/common_motion.hpp"
#include "breath/sensors/gravity_rate.hpp"
#include "breath/sensors/vector.hpp"
#include "core/estimate.hpp"
#include "core/sample.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// The breathing rate from the motion sensors of a body, without looking at single breaths.
//
// Sway of the posture is large, slow and falls about as 1/f^2: as an angle it hides the breath, as
// an angular rate it is nearly white. So the power of the angular rate of gravity is summed over
// all axes of all sensors, in a bank of resonators (each twice in a row: a window t exp(-t / tau)
// that looks back about 2 tau), and once a second weighs what is believed of the rate: a
// probability for each of them, which in a second moves a little, and rarely jumps.
//
// Five times a second it costs a complex multiplication per resonator, stage and axis, and needs no
// history. Any thread; a plain value.
class ImuRate {
public:
    struct Params {
        int listen_s = 12;       // nothing is said earlier
        double belief = 0.25;    // weight of one second's power, as a power of it
        double jump = 0.005;     // chance of another rate altogether in a second
        double wander = 0.2;     // chance of a neighbouring rate, each side, in a second
        double fastest_dps = 10; // a quicker turn is no breath: that moment is left out
        int silence_s = 4;       // after so long with no other it begins anew
        double least_dps = 0.03; // amplitude of a rate that is hardly there
        double doubtful = 0.5;   // with less quality nothing is said
    };

    explicit ImuRate(Params params) : params_(params) { forget(); }

    // Every frame: which way is up in each sensor (Gravity), by site. What goes with the sacral one
    // is taken off the others.
    void operator()(const std::array<std::optional<Vector>, kSites>& up);

    // Unknown while there is too little to go by.
    const Estimate& rate_bpm() const { return rate_bpm_; }

    // 0 nothing stands out .. 1 one rate is all but certain.
    double quality() const { return quality_; }

private:
    static constexpr std::size_t kRates = 64;
    static constexpr int kStep = 20; // frames
    static constexpr double kStepHz = kFrameRateHz / kStep;
    struct Stage { // of every resonator
        std::array<float, kRates> real{}, imaginary{};
    };
    struct Bank { // of one axis
        Stage first, second;
    };
    struct Peak {
        double log_rate = 0, deviation = 0, mass = 0;
    };

    void forget();
    void hear(std::size_t band, Vector rate_dps);
    void believe();
    void spread_belief();
    Peak peak() const;
    void conclude();

    Params params_;
    std::array<GravityRate, kSites> turning_{GravityRate(kStep), GravityRate(kStep),
                                             GravityRate(kStep)};
    std::array<CommonMotion, kBands> common_{CommonMotion({.sample_rate_hz = kStepHz}),
                                             CommonMotion({.sample_rate_hz = kStepHz})};
    std::optional<Vector> reference_dps_;
    std::array<std::array<Bank, 3>, kBands> bank_{};
    std::array<float, kRates> belief_{};
    double presence_ = 0; // 0 nothing turns .. 1 something does
    Estimate rate_bpm_;
    double quality_ = 0;
    int heard_ = 0;     // seconds
    int frame_ = 0;     // in this second
    int breathing_ = 0; // steps in this second with nothing quicker than a breath
    int silent_ = 0;    // seconds
};

} // namespace crura::breath
