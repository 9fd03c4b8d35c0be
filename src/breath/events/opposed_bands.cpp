#include "breath/events/opposed_bands.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

// Bands of one window, in usual breaths.
struct Moments {
    double range[kBands];
    double variance[kBands];
    double covariance;
};

template <class At>
Moments moments(std::size_t count, At at)
{
    std::array<double, kBands> lowest = at(0), highest = at(0), sum{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto level = at(i);
        for (std::size_t b = 0; b < kBands; ++b) {
            lowest[b] = std::min(lowest[b], level[b]);
            highest[b] = std::max(highest[b], level[b]);
            sum[b] += level[b];
        }
    }
    Moments moments{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto level = at(i);
        const double chest = level[0] - sum[0] / double(count);
        const double belly = level[1] - sum[1] / double(count);
        moments.variance[0] += chest * chest;
        moments.variance[1] += belly * belly;
        moments.covariance += chest * belly;
    }
    for (std::size_t b = 0; b < kBands; ++b)
        moments.range[b] = highest[b] - lowest[b];
    return moments;
}

} // namespace

void OpposedBands::learn(const Breath& breath)
{
    const Estimate& opposed = breath.opposed_deg;
    if (!opposed.known || on_)
        return;
    const bool usual = opposed.value < params_.together_deg;
    together_ = std::clamp(together_ + (usual ? 1 : -1), 0, int(kBreaths));
    if (!usual)
        return;
    calibrated_ = breath.partition == Partition::calibrated;
    shares_.push(breath.abdominal_share.known ? breath.abdominal_share.value : 0.5);
    for (std::size_t b = 0; b < kBands; ++b) {
        amplitudes_[b].push(breath.amplitude[b].value);
        usual_[b] = dsp::median(amplitudes_[b]);
    }
}

void OpposedBands::operator()(Time now, const Levels& level)
{
    newest_ = level;
    levels_.push({float(level[0]), float(level[1])});
    const bool before = on_;
    on_ = opposed();
    if (on_ && !before)
        since_ = now - from_seconds(params_.window_s);
    if (on_ && to_seconds(now - since_) > params_.longest_s)
        forget();
}

void OpposedBands::restart()
{
    levels_.clear();
    on_ = false;
}

bool OpposedBands::opposed()
{
    const auto steps = std::min(std::size_t(params_.window_s / kStepS), kWindow);
    if (levels_.size() < steps || shares_.size() < kEnough || together_ < int(kEnough)
        || std::min(usual_[0], usual_[1]) <= 0)
        return false;
    const auto at = [this](std::size_t i) {
        return std::array{levels_[i][0] / usual_[0], levels_[i][1] / usual_[1]};
    };
    const auto [range, variance, covariance] = moments(steps, at);
    const double strict = on_ ? params_.goes_on : 1;
    if (std::min(range[0], range[1]) < strict * params_.moves
        || covariance > strict * params_.opposed * std::sqrt(variance[0] * variance[1]))
        return false;
    const double share = (variance[0] - covariance) / (variance[0] + variance[1] - 2 * covariance);
    if (!on_ && !believable(share))
        return false;
    share_ = share;
    if (!on_)
        origin_ = newest_;
    double lowest = sum_of(newest_), highest = lowest;
    for (std::size_t i = 0; i < steps; ++i) {
        const double sum = sum_of({levels_[i][0], levels_[i][1]});
        lowest = std::min(lowest, sum);
        highest = std::max(highest, sum);
    }
    return highest - lowest < params_.still / strict;
}

// Whether the belly may have that share of the usual breath.
bool OpposedBands::believable(double abdominal_share) const
{
    const double most = calibrated_ ? params_.share_off : params_.share_off_raw;
    return std::fabs(abdominal_share - dsp::median(shares_)) < most;
}

double OpposedBands::sum_of(const Levels& level) const
{
    return (1 - share_) * (level[0] - origin_[0]) / usual_[0]
        + share_ * (level[1] - origin_[1]) / usual_[1];
}

} // namespace crura::breath
