#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "devices/trunk_moves.hpp"
#include "devices/turning.hpp"

#include <array>
#include <cstdint>

namespace crura::devices {

struct ImuReading {
    Vector acceleration_g;   // specific force along the sensor's own axes
    Vector angular_rate_dps; // about the sensor's own axes
};

// An IMU that lies on a body: z out of it, y towards the head. The breath tilts it about x, so that
// on the back gravity moves between z and y; each heartbeat shakes it along z.
class BodyImu {
public:
    struct Params {
        double tilt_deg = 3;             // per volume unit of its band
        Vector mounting_deg{};           // how it was put on: turned about x, then y, then z
        double heartbeat_g = 0.01;       // peak of the shake that follows a beat
        double noise_g = 0.0015;         // SD
        double noise_dps = 0.05;         // SD
        double step_g = 1. / 2048;       // quantisation, 0: none
        double step_dps = 2000. / 32768; // quantisation, 0: none
        double sample_rate_hz = 100;
    };

    BodyImu(const Params& params, std::uint64_t seed);

    // Once a sample. `displacement` of its band [volume units]; `heartbeat`: a beat began. The
    // angular rate is that of the tilt since the last sample; the first has none.
    ImuReading operator()(double displacement, bool heartbeat)
    {
        return (*this)(displacement, heartbeat, {}, Band::thoracic);
    }

    // The same on a trunk that moves, at the site where it lies.
    ImuReading operator()(double displacement, bool heartbeat, const TrunkMotion& trunk, Band site);

private:
    Params params_;
    std::array<Vector, 3> axes_; // of the sensor, in the body's frame
    double turn_;                // of the shake: 2 r cos w
    double decay_;               // r^2
    Random random_;
    double tilt_deg_ = 0;
    bool first_ = true;
    double shake_ = 0;
    double shake_before_ = 0;
};

} // namespace crura::devices
