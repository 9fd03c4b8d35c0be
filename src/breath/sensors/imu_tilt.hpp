#pragma once

#include "breath/sensors/breathing_axis.hpp"
#include "breath/sensors/common_motion.hpp"
#include "breath/sensors/gravity_rate.hpp"
#include "breath/sensors/vector.hpp"
#include "dsp/history.hpp"
#include "dsp/low_pass.hpp"

#include <array>
#include <optional>

namespace crura::breath {

// Breathing as the tilt of a sensor that lies on the body: its angular rate, as far as gravity
// tells, about the axis of the breath (BreathingAxis), integrated again with a leak [deg].
//
// Sway of the posture falls about as 1/f^2; as a rate it is nearly white, so there the axis is
// found. While something quicker than a breath goes on the displacement stays where it was before,
// and the axis as it is. A turn of more than `posture_deg` that is kept is a change of posture.
// What the sensor has in common with one at the sacrum is taken off. The sign as such means
// nothing: PolarityVote finds it. Any thread; a plain value.
class ImuTilt {
public:
    struct Params {
        double leak_hz = 0.01;  // corner: keeps 98 % of 3 breaths a minute, 0.6 s early;
        double forget = 2;      // at first quicker, this many times over since the beginning
        double smooth_hz = 1.2; // of the rate that tells whether the body moves;
        double axis_hz = 0.8;   // more, against tremor, where axis and jerks are found
        double fast_dps = 5;    // quicker is no breath,
        double fast = 8;        // unless it is less than so many usual rates
        double hold_s = 0.5;    // after it
        double moving_dps = 6;  // RMS over `moving_s`: the body walks or turns about,
        double still_dps = 4;   // until it is less than this
        double moving_s = 3;
        double posture_deg = 20; // more is not breathing
        double posture_s = 20;   // memory of how the body lies
        double settle_s = 1.5;   // a posture is kept so long before it counts
    };

    explicit ImuTilt(Params params);

    // Which way is up in the sensor, and in one at the sacrum, if there is one; in any unit.
    double operator()(Vector up, const std::optional<Vector>& reference = {});

    // The body moves so much that nothing can be said of the breath.
    bool moving() const { return moving_; }

    // About which the sensor turns with the breath, in its own axes; of length 1.
    const Vector& axis() const { return axis_.axis(); }

    // After a gap: stays where it was.
    void restart();

private:
    static constexpr int kStep = 10; // frames: what need not be quick is done 10 times a second
    static constexpr double kStepHz = kFrameRateHz / kStep;
    static constexpr std::size_t kBack = 9; // steps: what is certain to be older than a jerk

    void look(const Vector& rate_dps);
    void watch_posture(bool fast);

    Params params_;
    GravityRate turning_{kStep}, reference_turning_{kStep};
    std::optional<Vector> before_, reference_before_;
    std::array<dsp::LowPass, 3> smooth_, axis_smooth_;
    BreathingAxis axis_{{}};
    CommonMotion common_{{}};
    double displacement_ = 0;
    double age_s_ = 0; // since the beginning or the last change of posture
    dsp::History<float, kBack> earlier_;
    int hold_ = 0;      // steps
    double unrest_ = 0; // mean square of the smoothed rate
    bool moving_ = false;
    Vector posture_{};
    int otherwise_ = 0; // steps since the body lies otherwise
};

} // namespace crura::breath
