#include "breath/chest_and_belly.hpp"

#include <cmath>

namespace crura::breath {
namespace {

constexpr double kSigh = 1.6; // a breath so much deeper than usual does not calibrate

} // namespace

bool ChestAndBelly::learn(const Breath& breath, const std::array<double, kBands>& usual)
{
    remember(breath);
    if (!calibrating_ || breath.partition == Partition::none)
        return false;
    for (std::size_t b = 0; b < kBands; ++b)
        if (breath.amplitude[b].value <= 0 || breath.amplitude[b].value > kSigh * usual[b])
            return false;
    calibration_.add_breath(breath.amplitude[0].value, breath.amplitude[1].value,
                            60 / breath.breath_rate_bpm);
    if (!calibration_.done())
        return false;
    gains_ = calibration_.gains();
    calibrating_ = false;
    return true;
}

void ChestAndBelly::recalibrate()
{
    calibration_ = Calibration(params_);
    calibrating_ = true;
}

void ChestAndBelly::say(bool both_bands, BreathState& state) const
{
    state.partition = partition_;
    state.calibration_progress = calibration_.progress();
    state.abdominal_share = both_bands ? share_ : Estimate{};
    state.phase_angle_deg = both_bands ? phase_angle_ : Estimate{};
}

void ChestAndBelly::remember(const Breath& breath)
{
    partition_ = breath.partition;
    phase_angle_ = breath.phase_angle_deg;
    if (!breath.abdominal_share.known) {
        share_ = {};
        return;
    }
    shares_.push(breath.abdominal_share.value);
    double mean = 0, power = 0;
    for (std::size_t i = 0; i < shares_.size(); ++i)
        mean += shares_[i] / double(shares_.size());
    for (std::size_t i = 0; i < shares_.size(); ++i)
        power += (shares_[i] - mean) * (shares_[i] - mean) / double(shares_.size());
    const double of_mean = 1.96 * std::sqrt(power / double(shares_.size()));
    share_ = {mean, std::hypot(breath.abdominal_share.plus_minus, of_mean), true};
}

} // namespace crura::breath
