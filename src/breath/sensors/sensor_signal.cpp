#include "breath/sensors/sensor_signal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace crura::breath {
namespace {

constexpr double kFrame_s = 1 / kFrameRateHz;
constexpr double kShare_s = 20;  // memory of the shares
constexpr double kNoise_s = 5;   // and of the noise
constexpr double kBreak_s = 1.2; // after a longer silence nothing is known of the last values
constexpr double kHeld_s = 30;   // who sends the same for longer is stuck, not at rest
constexpr double kStep = 0.05;   // of the swing
constexpr double kOfNoise = 6.5; // peak to peak of some hundred values of noise, in its RMS

} // namespace

void SensorSignal::operator()(const Frame& frame)
{
    constexpr std::uint64_t kAll = (std::uint64_t(1) << kQuantities) - 1;
    const auto first = index_of({band_, Quantity::displacement});
    valid_ = read(frame);
    if (!sensor_)
        return;
    const bool bridged = frame.bridged.to_ullong() >> first & kAll;
    const double part = kFrame_s / kShare_s;
    lost_ += part * ((!valid_ || bridged) - lost_);
    if (!valid_) {
        silent_s_ += kFrame_s;
        return;
    }
    if (silent_s_ > kBreak_s)
        begin();
    silent_s_ = 0;
    compare();
    measure_noise();
    bool at_rail = false;
    if (scalar()) {
        if (range_(float(value_[0] - origin_[0])))
            measure_swing();
        rail_(value_[0], swing_, noise_);
        at_rail = rail_.at_rail();
    }
    railed_ += part * (at_rail - railed_);
    since_rail_s_ = at_rail ? 0 : since_rail_s_ + kFrame_s;
}

// What the band's best sensor says in this frame.
bool SensorSignal::read(const Frame& frame)
{
    const auto sensor = sensor_class(frame, band_);
    if (!sensor || (sensor_ && *sensor > *sensor_))
        return false;
    const auto value = [&](Quantity quantity) { return frame[{band_, quantity}]; };
    Values read{};
    switch (*sensor) {
    case SensorClass::displacement:
        read[0] = value(Quantity::displacement);
        break;
    case SensorClass::piezo:
        read[0] = value(Quantity::displacement_ac);
        break;
    case SensorClass::flow:
        read[0] = value(Quantity::flow);
        break;
    case SensorClass::tilt:
        if (frame.has({band_, Quantity::acceleration_x})) {
            for (std::size_t i = 0; i < 3; ++i)
                read[i] = value(Quantity::acceleration_x + i);
        } else {
            const double w = value(Quantity::quaternion_w), x = value(Quantity::quaternion_x),
                         y = value(Quantity::quaternion_y), z = value(Quantity::quaternion_z);
            read = {2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
        }
        break;
    }
    const bool another = sensor_ != sensor;
    sensor_ = sensor;
    values_ = scalar() ? 1 : 3;
    value_ = read;
    if (another)
        begin();
    return true;
}

void SensorSignal::begin()
{
    for (auto& each : recent_)
        each.clear();
    range_.clear();
    swing_ = 0;
    rail_.forget();
    origin_ = last_ = value_;
    unchanged_s_ = 0;
}

void SensorSignal::compare()
{
    if (value_ == last_) {
        unchanged_s_ += kFrame_s;
        return;
    }
    if (unchanged_s_ < kHeld_s)
        longest_rest_s_ = std::max(longest_rest_s_, unchanged_s_);
    unchanged_s_ = 0;
    last_ = value_;
}

// The second difference passes 1.5 times the power of white noise. One step or spike counts no more
// than eight times what is usual, or a twentieth of the breath.
void SensorSignal::measure_noise()
{
    double bend = 0;
    for (std::size_t i = 0; i < values_; ++i) {
        auto& recent = recent_[i];
        recent.push(float(value_[i] - origin_[i]));
        if (recent.size() < 11)
            return;
        const double b = recent[5] - 0.5 * (recent[0] + recent[10]);
        bend += b * b / 1.5;
    }
    if (++bends_ > kFrameRateHz && swing_ > 0)
        bend = std::min(bend, std::max(64 * noise_power_, kStep * swing_ * kStep * swing_));
    noise_power_ += std::max(kFrame_s / kNoise_s, 1 / bends_) * (bend - noise_power_);
    noise_ = std::sqrt(noise_power_);
}

void SensorSignal::measure_swing()
{
    if (!swing_known())
        return;
    const auto all = range_.over(0, std::min(range_.size(), kSwingSteps));
    swing_ = std::max(double(all.width()) - kOfNoise * noise_, 0.);
}

} // namespace crura::breath
