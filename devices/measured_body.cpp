#include "devices/measured_body.hpp"

namespace crura::devices {

MeasuredBody::MeasuredBody(const BodyKind& kind, std::uint64_t seed)
    : sensors_(kind.sensors), rate_hz_(kind.body.sample_rate_hz),
      body_(kind.body, seed, kind.script ? kind.script(seed) : EventScript{}),
      imu_{BodyImu(kind.imu[0], seed + 1), BodyImu(kind.imu[1], seed + 2)}
{
}

std::span<const Sample> MeasuredBody::next(Time stamp)
{
    ++measured_;
    samples_.clear();
    const BodyReading reading = body_.next();
    for (const Band band : {Band::thoracic, Band::abdominal}) {
        const auto at = std::size_t(band);
        if (sensors_ == BodyKind::Sensors::belts) {
            samples_.push_back({stamp, reading.level[at], {band, Quantity::displacement}});
            continue;
        }
        const ImuReading imu =
            imu_[at](reading.displacement[at], reading.heartbeat, reading.trunk, band);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            samples_.push_back(
                {stamp, imu.acceleration_g[axis], {band, Quantity::acceleration_x + axis}});
            samples_.push_back(
                {stamp, imu.angular_rate_dps[axis], {band, Quantity::angular_rate_x + axis}});
        }
    }
    return samples_;
}

void MeasuredBody::measure_until(Time until, std::vector<Sample>& out)
{
    for (;;) {
        const Time stamp = time_from_seconds(double(measured_) / rate_hz_);
        if (stamp > until)
            return;
        const auto samples = next(stamp);
        out.insert(out.end(), samples.begin(), samples.end());
    }
}

} // namespace crura::devices
