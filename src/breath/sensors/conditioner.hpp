#pragma once

#include "breath/sensors/flow.hpp"
#include "breath/sensors/gravity.hpp"
#include "breath/sensors/imu_tilt.hpp"
#include "core/frame.hpp"
#include "dsp/ac_corner.hpp"
#include "dsp/ac_restore.hpp"

#include <optional>

namespace crura::breath {

// From the channels of one band to one number that moves with its breath: displacement as it is,
// or given back what a piezo belt's high-pass has taken, flow integrated, an accelerometer or a
// quaternion as the tilt of gravity. The first of these that the band ever had is used, and no
// other while it is silent. Any thread; a plain value.
class Conditioner {
public:
    struct Params {
        double flow_leak_hz = kFlowLeak_hz;
    };

    explicit Conditioner(Band band, Params params)
        : band_(band), params_(params), gravity_(band, {})
    {
    }

    // Displacement in sensor units, volume in sensor units times seconds, or degrees; nothing when
    // the band has no valid channel in this frame.
    std::optional<double> operator()(const Frame& frame);

    // What it gives is integrated flow.
    bool integrates() const { return kind_ == Kind::flow; }

    // Which way is up in the motion sensor, unless the last frame had none, something better is
    // there, or the body moves so much that it says nothing of the breath.
    const std::optional<Vector>& up() const { return up_; }

    // About which axis that sensor turns with the breath, in its own axes.
    std::optional<Vector> breathing_axis() const
    {
        return up_ ? std::optional(tilt_.axis()) : std::nullopt;
    }

    // Which way is up in the one at the sacrum.
    const std::optional<Vector>& reference_up() const { return reference_up_; }

private:
    enum class Kind { displacement, piezo, flow, tilt };

    Kind kind_in(const Frame& frame) const;
    std::optional<double> tilt(const Frame& frame);
    double restore(double signal);
    double integrate(double flow);

    Band band_;
    Params params_;
    Kind kind_ = Kind::tilt; // the best that this band ever had
    Gravity gravity_, reference_{Band::sacral, {}};
    std::optional<Vector> up_, reference_up_;
    ImuTilt tilt_{{}};
    dsp::AcCorner corner_{{}};
    dsp::AcRestore restore_{{}};
    double volume_ = 0;
    double mean_flow_ = 0;
    double flows_ = 0; // samples in the mean
};

} // namespace crura::breath
