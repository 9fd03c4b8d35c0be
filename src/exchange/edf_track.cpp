#include "exchange/edf_track.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace crura::exchange {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

// Stamps jitter about the border of two slots: where the nearest is taken the next will do. A
// sample that was overtaken by others goes into its own, if that is free.
std::int64_t EdfTrack::slot_of(double slots) const
{
    const auto nearest = std::int64_t(std::llround(slots));
    if (nearest > newest_)
        return nearest;
    return double(newest_ + 1) - slots < 1.5 ? newest_ + 1 : nearest;
}

bool EdfTrack::put(double slots, double value)
{
    const auto slot = slot_of(slots);
    if (slot < front_)
        return false;
    const auto at = std::size_t(slot - front_);
    if (at >= values_.size())
        values_.resize(at + 1, kNone);
    if (!std::isnan(values_[at]))
        return false;
    values_[at] = value;
    newest_ = std::max(newest_, slot);
    return true;
}

EdfTrack::Next EdfTrack::next(std::size_t count) const
{
    Next next{std::vector<double>(count), std::vector<bool>(count)};
    std::int64_t last = dropped_;
    double held = held_;
    std::size_t coming = 0; // the next slot with a sample, or the end
    for (std::size_t i = 0; i < count; ++i) {
        for (coming = std::max(coming, i); coming < values_.size() && std::isnan(values_[coming]);)
            ++coming;
        const bool more = coming < values_.size();
        if (more && (coming == i || last < 0))
            held = values_[coming];
        if (more && coming == i)
            last = front_ + std::int64_t(i);
        next.values[i] = held;
        next.measured[i] = last >= 0 && more && front_ + std::int64_t(coming) - last <= bridge_;
    }
    return next;
}

void EdfTrack::drop(std::size_t count)
{
    for (; count > 0; --count, ++front_) {
        if (values_.empty())
            continue;
        if (!std::isnan(values_.front())) {
            held_ = values_.front();
            dropped_ = front_;
        }
        values_.pop_front();
    }
}

} // namespace crura::exchange
