#include "history/rate_spread.hpp"

#include <algorithm>
#include <cmath>

namespace crura::history {
namespace {

constexpr double kFewest = 6;       // with fewer, not even their whole range is a 95 % interval
constexpr double kHalfWidth = 0.98; // 1.96 / 2, of ranks in sqrt(n)

} // namespace

// Mean and deviations as they go along (Welford 1962).
void RateSpread::add(double rate_bpm) noexcept
{
    const auto at = std::size_t(std::max(rate_bpm / kClassBpm, 0.));
    ++classes_[std::min(at, kClasses - 1)];
    ++count_;
    const double off = rate_bpm - mean_;
    mean_ += off / count_;
    squares_ += off * (rate_bpm - mean_);
    if (count_ > 1)
        products_ += (rate_bpm - mean_) * (before_ - mean_);
    before_ = rate_bpm;
}

Estimate RateSpread::median() const noexcept
{
    if (count_ < kFewest)
        return {};
    const double middle = (count_ - 1) / 2.;
    const double share = kHalfWidth / std::sqrt(std::max(independent(), 1.));
    const double reach = std::min(share * count_, middle);
    const double doubt = (at_rank(middle + reach) - at_rank(middle - reach)) / 2;
    return {at_rank(middle), std::max(doubt, kClassBpm / 2), true};
}

// Few breaths show too little of how alike they are, by (1 + 4 r) / n (Kendall 1954).
double RateSpread::independent() const noexcept
{
    const double shown = squares_ > 0 ? products_ / squares_ : 0;
    const double alike = std::clamp((shown * count_ + 1) / (count_ - 4.), 0., 0.99);
    return count_ * (1 - alike) / (1 + alike);
}

// Rates within a class are taken to lie evenly in it.
double RateSpread::at_rank(double rank) const noexcept
{
    double below = 0;
    for (std::size_t i = 0; i < kClasses; ++i) {
        if (below + classes_[i] > rank)
            return kClassBpm * (double(i) + (rank - below + 0.5) / classes_[i]);
        below += classes_[i];
    }
    return kClassBpm * double(kClasses);
}

} // namespace crura::history
