#pragma once

#include "breath/sensors/vector.hpp"
#include "core/frame.hpp"
#include "dsp/low_pass.hpp"

#include <array>
#include <optional>

namespace crura::breath {

// Which way is up, in the axes of the sensor at one site: a vector of length 1.
//
// From gyroscope and accelerometer where the sensor has both: the gyroscope turns the vector, the
// accelerometer pulls it back with a time constant of `correct_s`, so that linear acceleration does
// not look like tilt; what must be pulled back again and again is the gyroscope's bias. (Explicit
// complementary filter: Mahony, Hamel, Pflimlin 2008, IEEE Trans Autom Control 53:1203.) Else from
// the orientation that the sensor itself computes; else from the accelerometer. Smoothed: tremor
// and heartbeat are no tilt, nor are the steps of coarse numbers. The best that the sensor ever had
// is used, and no other while it is silent. Any thread; a plain value.
class Gravity {
public:
    struct Params {
        double correct_s = 3;   // of the accelerometer's pull
        double bias_s = 30;     // in which the bias of the gyroscope is learnt
        double smooth_hz = 1.5; // delays by 0.15 s
        double gap_s = 0.3;     // after a longer one it begins anew
    };

    explicit Gravity(Band site, Params params);

    // Nothing while the sensor is silent, or says only zeros, as some do before they measure.
    std::optional<Vector> operator()(const Frame& frame);

private:
    enum class Kind { fusion, orientation, acceleration, none };

    Vector fuse(const Vector& force, const Vector& rate_dps, bool anew);
    Vector smooth(const Vector& up, bool anew);

    Band site_;
    Params params_;
    Kind kind_ = Kind::none;
    std::optional<Time> last_;
    Vector fused_{};   // not smoothed yet
    Vector bias_{};    // [rad/s]
    double age_s_ = 0; // of the fusion
    std::array<dsp::LowPass, 3> smooth_;
};

} // namespace crura::breath
