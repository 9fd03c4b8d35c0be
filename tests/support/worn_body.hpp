#pragma once

#include "core/sample.hpp"
#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "devices/event_library.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace crura::test {

enum class Worn : std::uint8_t { belts, two_imus, three_imus };

// A body that does what a script says, and what it wears: two belts at 50 Hz, or IMUs at 100 Hz on
// chest and belly and perhaps at the sacrum.
class WornBody {
public:
    WornBody(const devices::Scene& scene, Worn worn, std::uint64_t seed)
        : worn_(worn), body_(at_rate(scene.body, worn), seed, scene.script),
          imu_{imu({.tilt_deg = 2, .mounting_deg = {4, -3, 6}, .heartbeat_g = 0.012}, seed + 1),
               imu({.tilt_deg = 4, .mounting_deg = {-6, 5, -10}, .heartbeat_g = 0.004}, seed + 2),
               imu({.tilt_deg = 0, .mounting_deg = {3, 178, 4}, .heartbeat_g = 0.002}, seed + 3)}
    {
    }

    const devices::BodyModel& body() const { return body_; }

    // Those of the next instant.
    const std::vector<Sample>& next()
    {
        samples_.clear();
        const auto reading = body_.next();
        const Time time = time_from_seconds(reading.time_s);
        if (worn_ == Worn::belts) {
            for (std::size_t b = 0; b < kBands; ++b)
                samples_.push_back({time, reading.level[b], {Band(b), Quantity::displacement}});
            return samples_;
        }
        for (std::size_t site = 0; site < (worn_ == Worn::two_imus ? kBands : kSites); ++site)
            add(reading, Band(site), time);
        return samples_;
    }

private:
    static devices::BodyModel::Params at_rate(devices::BodyModel::Params params, Worn worn)
    {
        params.sample_rate_hz = worn == Worn::belts ? 50 : 100;
        return params;
    }
    static devices::BodyImu imu(const devices::BodyImu::Params& params, std::uint64_t seed)
    {
        return {params, seed};
    }

    void add(const devices::BodyReading& reading, Band site, Time time)
    {
        const bool breathes = site != Band::sacral;
        const auto imu =
            imu_[std::size_t(site)](breathes ? reading.displacement[std::size_t(site)] : 0,
                                    reading.heartbeat, reading.trunk, site);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            samples_.push_back(
                {time, imu.acceleration_g[axis], {site, Quantity::acceleration_x + axis}});
            samples_.push_back(
                {time, imu.angular_rate_dps[axis], {site, Quantity::angular_rate_x + axis}});
        }
    }

    Worn worn_;
    devices::BodyModel body_;
    std::array<devices::BodyImu, kSites> imu_;
    std::vector<Sample> samples_;
};

} // namespace crura::test
