#include "breath/aligner.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

using GridSteps = std::chrono::duration<Duration::rep, std::centi>;
static_assert(GridSteps(1) == kFrameStep);

// The first grid time at or after `time`.
Time on_grid(Time time)
{
    return Time(std::chrono::ceil<GridSteps>(time.time_since_epoch()));
}

} // namespace

bool Aligner::Track::add(Time time, double value) noexcept
{
    Point point{time, value, false};
    if (size_ > 0) {
        const Duration interval = time - newest().time;
        if (interval <= Duration(0))
            return false;
        const Duration usual = usual_ > Duration(0) ? usual_ : interval;
        point.after_hole = interval > usual + usual / 2;
        usual_ = usual + (std::min(interval, 2 * usual) - usual) / 8;
    }
    // Of the samples between two grid times only the first and the last are ever needed.
    if (size_ > 1 && on_grid(at(size_ - 2).time) == on_grid(time))
        --size_;
    if (size_ == kPending)
        return false;
    points_[(first_ + size_) % kPending] = point;
    ++size_;
    return true;
}

void Aligner::Track::advance_to(Time time) noexcept
{
    while (size_ > 1 && at(1).time <= time) {
        first_ = (first_ + 1) % kPending;
        --size_;
    }
}

void Aligner::add(std::span<const Sample> samples) noexcept
{
    for (const auto& sample : samples) {
        const auto channel = index_of(sample.channel);
        const bool good = channel < kChannels && std::fabs(sample.value) <= params_.largest
            && tracks_[channel].add(sample.time, sample.value);
        if (!good) {
            ++left_out_;
            continue;
        }
        tracks_[channel].live = true;
        if (seen_.none())
            next_ = on_grid(sample.time);
        seen_.set(channel);
    }
}

std::optional<Frame> Aligner::next(Time now) noexcept
{
    if (!next_ || *next_ > now || !due(now))
        return std::nullopt;
    Frame frame;
    frame.time = *next_;
    frame.value = held_;
    for (std::size_t channel = 0; channel < kChannels; ++channel)
        if (seen_[channel])
            fill(frame, channel);
    held_ = frame.value;
    *next_ += kFrameStep;
    return frame;
}

// Waits for a channel that has been silent for less than a bridgeable hole.
bool Aligner::due(Time now) const noexcept
{
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
        const Track& track = tracks_[channel];
        if (seen_[channel] && track.live && !track.reaches(*next_)
            && now - track.newest().time <= bridge_)
            return false;
    }
    return true;
}

void Aligner::fill(Frame& frame, std::size_t channel) noexcept
{
    Track& track = tracks_[channel];
    track.advance_to(frame.time);
    const Point& before = track.at(0);
    if (before.time > frame.time) // this channel began later than another
        return;
    if (track.size() == 1 && before.time < frame.time) {
        track.live = track.live && frame.time - before.time <= bridge_;
        frame.valid[channel] = frame.bridged[channel] = track.live;
        return;
    }
    const Point& after = before.time == frame.time ? before : track.at(1);
    const Duration hole = after.time - before.time;
    frame.valid[channel] = hole <= bridge_;
    if (!frame.valid[channel])
        return;
    frame.bridged[channel] = hole > Duration(0) && after.after_hole;
    const double part =
        hole > Duration(0) ? to_seconds(frame.time - before.time) / to_seconds(hole) : 0;
    frame.value[channel] = before.value + part * (after.value - before.value);
}

} // namespace crura::breath
