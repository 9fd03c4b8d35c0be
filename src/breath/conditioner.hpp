#pragma once

#include "breath/imu_tilt.hpp"
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
        double flow_leak_hz =
            0.01; // corner of the leak that keeps integrated flow from running off
    };

    explicit Conditioner(Band band, Params params) : band_(band), params_(params) {}

    // Displacement in sensor units, volume in sensor units times seconds, or degrees; nothing when
    // the band has no valid channel in this frame.
    std::optional<double> operator()(const Frame& frame);

private:
    enum class Kind { displacement, piezo, flow, tilt };

    std::optional<Kind> kind_in(const Frame& frame) const;
    std::optional<Vector> up(const Frame& frame) const;
    double restore(double signal);
    double integrate(double flow);

    Band band_;
    Params params_;
    Kind kind_ = Kind::tilt; // the best that this band ever had
    ImuTilt tilt_{{}};
    dsp::AcCorner corner_{{}};
    dsp::AcRestore restore_{{}};
    double volume_ = 0;
    double mean_flow_ = 0;
    double flows_ = 0; // samples in the mean
};

} // namespace crura::breath
