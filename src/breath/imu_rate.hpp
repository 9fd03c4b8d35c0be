#pragma once

#include "breath/turn_rate.hpp"
#include "breath/vector.hpp"
#include "core/estimate.hpp"
#include "core/sample.hpp"

#include <array>
#include <complex>
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
        double look_s = 6;         // tau of a resonator, at least,
        double look_cycles = 1;    // and this many periods of its frequency / 2 pi
        double listen_s = 12;      // nothing is said earlier
        double belief = 0.25;      // weight of one second's power, as a power of it
        double jump = 0.005;       // chance of another rate altogether in a second
        double wander = 0.2;       // chance of a neighbouring rate, each side, in a second
        double fastest_dps = 12;   // a quicker turn is no breath: that moment is left out
        double silence_s = 3;      // after so long without a still sensor it begins anew
    };

    explicit ImuRate(Params params) : params_(params) { restart(); }

    // Every frame: which way is up in each sensor (Gravity), by site; the sacral one is not used.
    void operator()(const std::array<std::optional<Vector>, kBands>& up);

    // Unknown while there is too little to go by.
    Estimate rate_bpm() const;

    // 0 nothing stands out .. 1 one rate is all but certain.
    double quality() const;

private:
    static constexpr std::size_t kRates = 64;
    static constexpr int kStep = 20; // frames: the bank runs at 5 Hz
    using Complex = std::complex<float>;
    struct Resonator {
        Complex first, second;
    };
    using Bank = std::array<Resonator, kRates>;
    struct Peak {
        double log_rate = 0, deviation = 0, mass = 0;
    };

    void restart();
    void hear(std::size_t band, const Vector& rate_dps);
    void believe();
    void spread_belief();
    Peak peak() const;

    Params params_;
    std::array<TurnRate, kBands> turning_{TurnRate(kStep), TurnRate(kStep)};
    std::array<std::array<Bank, 3>, kBands> bank_{};
    std::array<float, kRates> belief_{};
    double heard_s_ = 0;
    double silent_s_ = 0;
    double since_belief_s_ = 0;
};

} // namespace crura::breath
