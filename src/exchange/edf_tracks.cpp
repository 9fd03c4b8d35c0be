#include "exchange/edf_tracks.hpp"

#include "exchange/edf_gaps.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace crura::exchange {

namespace {

constexpr auto kBridge = std::int64_t(kBridgeS * kEdfRateHz + 0.5);
constexpr std::chrono::seconds kAhead{1}; // further ahead of the tick no sample can be
constexpr std::array kOfBelts = {Quantity::displacement, Quantity::displacement_ac, Quantity::flow};

bool is_of_motion(Quantity quantity)
{
    return quantity >= Quantity::acceleration_x && quantity <= Quantity::quaternion_z;
}

} // namespace

EdfTracks::EdfTracks(Time origin, const EdfSession& session)
    : origin_(origin), levels_{EdfTrack(0, kBridge), EdfTrack(0, kBridge)}
{
    for (std::size_t b = 0; b < kBands; ++b)
        expected_[b] = !session.bands[b].kind.empty();
}

double EdfTracks::slots(Time time) const
{
    return (to_seconds(time) - to_seconds(origin_)) * kEdfRateHz; // of any time: no overflow
}

EdfTrack& EdfTracks::track(std::size_t channel)
{
    return tracks_.try_emplace(channel, front_, kBridge).first->second;
}

void EdfTracks::take(const EdfTick& tick, std::span<const Sample> samples)
{
    for (const auto& sample : samples) {
        if (sample.channel.quantity == Quantity::togetherness || !std::isfinite(sample.value))
            continue;
        const bool possible = sample.time <= tick.time + kAhead;
        if (!possible || !track(index_of(sample.channel)).put(slots(sample.time), sample.value))
            ++late_;
    }
    for (std::size_t b = 0; b < kBands; ++b)
        if (const auto& band = tick.bands[b]; band.valid)
            levels_[b].put(slots(tick.time), band.polarity < 0 ? -band.level : band.level);
}

bool EdfTracks::has(Band band, Quantity quantity) const
{
    const auto found = tracks_.find(index_of({band, quantity}));
    return found != tracks_.end() && found->second.ever();
}

bool EdfTracks::has_motion(Band band) const
{
    return std::any_of(tracks_.begin(), tracks_.end(), [band](const auto& each) {
        const auto channel = channel_at(each.first);
        return channel.band == band && is_of_motion(channel.quantity) && each.second.ever();
    });
}

bool EdfTracks::worn(Band band) const
{
    return expected_[std::size_t(band)] || has_motion(band)
        || std::any_of(kOfBelts.begin(), kOfBelts.end(),
                       [&](Quantity quantity) { return has(band, quantity); });
}

EdfLiveSignal EdfTracks::breath_of(Band band) const
{
    for (const auto quantity : kOfBelts)
        if (has(band, quantity))
            return {EdfLiveSignal::Kind::breath, index_of({band, quantity})};
    return {EdfLiveSignal::Kind::breath, index_of({band, Quantity::displacement}),
            has_motion(band)};
}

std::vector<EdfLiveSignal> EdfTracks::signals() const
{
    std::vector<EdfLiveSignal> signals;
    for (std::size_t b = 0; b < kBands; ++b)
        if (worn(Band(b)))
            signals.push_back(breath_of(Band(b)));
    for (auto qualities = signals; auto& each : qualities) {
        each.kind = EdfLiveSignal::Kind::quality;
        signals.push_back(each);
    }
    for (const auto& [channel, track] : tracks_)
        if (track.ever() && is_of_motion(channel_at(channel).quantity)
            && signals.size() < kMostEdfSignals)
            signals.push_back({EdfLiveSignal::Kind::raw, channel});
    return signals;
}

EdfTrack::Next EdfTracks::next(const EdfLiveSignal& signal, std::size_t count) const
{
    if (signal.derived)
        return levels_[std::size_t(band_of(signal))].next(count);
    const auto found = tracks_.find(signal.channel);
    return found == tracks_.end() ? EdfTrack(front_, kBridge).next(count)
                                  : found->second.next(count);
}

void EdfTracks::drop(std::size_t count)
{
    front_ += std::int64_t(count);
    for (auto& [channel, track] : tracks_)
        track.drop(count);
    for (auto& level : levels_)
        level.drop(count);
}

} // namespace crura::exchange
