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

void Aligner::add(std::span<const Sample> samples) noexcept
{
    for (const auto& sample : samples)
        if (sample.channel.quantity != Quantity::togetherness && !take(sample)) // of no body
            ++left_out_;
}

bool Aligner::take(const Sample& sample) noexcept
{
    const auto channel = index_of(sample.channel);
    if (channel >= kChannels || !(std::fabs(sample.value) <= params_.largest))
        return false;
    if (!next_) {
        next_ = on_grid(sample.time);
        if (seen_.any()) // after a silence
            next_ = std::max(*next_, frame_.time + kFrameStep);
        newest_ = sample.time;
    }
    if (sample.time - *next_ >= Duration::rep(rows_.most()) * kFrameStep)
        return false;
    if (!seen_[channel]) {
        begin(channel, sample);
        return true;
    }

    Track& track = tracks_[column_[channel]];
    const Duration interval = sample.time - track.time;
    if (interval <= Duration(0))
        return false;
    const Duration usual = track.usual > Duration(0) ? track.usual : interval;
    interpolate(column_[channel], sample, interval > usual + usual / 2);
    track.time = sample.time;
    track.value = sample.value;
    track.usual = usual + (std::min(interval, 2 * usual) - usual) / 8;
    track.live = true;
    newest_ = std::max(newest_, sample.time);
    return true;
}

void Aligner::begin(std::size_t channel, const Sample& sample) noexcept
{
    const std::size_t column = columns_++;
    seen_.set(channel);
    column_[channel] = std::uint8_t(column);
    tracks_[column] = {sample.time, sample.value, {}, std::uint8_t(channel), true};
    rows_.add_column();
    newest_ = std::max(newest_, sample.time);
    const Duration ahead = sample.time - *next_;
    if (ahead >= Duration(0) && ahead % kFrameStep == Duration(0))
        rows_.set(std::size_t(ahead / kFrameStep), column, sample.value, false);
}

// Fills the rows after the last sample of a channel, up to this one. One sample is enough for the
// row that has its very time.
void Aligner::interpolate(std::size_t column, const Sample& sample, bool after_hole) noexcept
{
    const Track& track = tracks_[column];
    const Duration ahead = sample.time - *next_;
    if (ahead < Duration(0))
        return;
    const auto last = ahead / kFrameStep;
    const bool exact = ahead == last * kFrameStep;
    const Duration since = *next_ - track.time; // the last sample
    const auto first = since > Duration(0) ? 0 : -since / kFrameStep + 1;
    const auto end = last + (exact ? 0 : 1);
    const Duration hole = sample.time - track.time;
    if (first < end && hole <= bridge_) {
        const double slope = (sample.value - track.value) / double(hole.count());
        for (auto row = first; row < end; ++row)
            rows_.set(std::size_t(row), column,
                      track.value + slope * double((since + row * kFrameStep).count()), after_hole);
    }
    if (exact)
        rows_.set(std::size_t(last), column, sample.value, false);
}

const Frame* Aligner::next(Time now) noexcept
{
    if (!next_ || *next_ > now || !due(now))
        return nullptr;
    if (*next_ - newest_ > silence_) {
        next_.reset();
        return nullptr;
    }
    frame_.time = *next_;
    frame_.valid.reset();
    frame_.bridged.reset();
    for (std::size_t column = 0; column < columns_; ++column)
        fill(column);
    rows_.pop();
    *next_ += kFrameStep;
    return &frame_;
}

// Waits for a channel that has been silent for less than a bridgeable hole.
bool Aligner::due(Time now) const noexcept
{
    for (std::size_t column = 0; column < columns_; ++column) {
        const Track& track = tracks_[column];
        if (track.live && track.time < *next_ && now - track.time <= bridge_)
            return false;
    }
    return true;
}

void Aligner::fill(std::size_t column) noexcept
{
    Track& track = tracks_[column];
    if (rows_.has(column)) {
        frame_.value[track.channel] = rows_.value(column);
        frame_.valid.set(track.channel);
        frame_.bridged[track.channel] = rows_.bridged(column);
    } else if (track.time < frame_.time) {
        track.live = track.live && frame_.time - track.time <= bridge_;
        frame_.valid[track.channel] = frame_.bridged[track.channel] = track.live;
    }
}

} // namespace crura::breath
