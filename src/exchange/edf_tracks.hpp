#pragma once

#include "exchange/edf_session.hpp"
#include "exchange/edf_signals.hpp"
#include "exchange/edf_track.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace crura::exchange {

// Everything that is measured in a session, on one grid of kEdfRateHz.
class EdfTracks {
public:
    // `origin` is the time of slot 0.
    EdfTracks(Time origin, const EdfSession& session);

    void take(const EdfTick& tick, std::span<const Sample> samples);

    // What a file of it holds: the bands that there are, then how well they were measured, then the
    // raw axes of motion sensors; kMostEdfSignals at most. A band's breath is the raw value of its
    // belt; of a motion sensor, the engine's level, as it is before it is turned over.
    std::vector<EdfLiveSignal> signals() const;

    EdfTrack::Next next(const EdfLiveSignal& signal, std::size_t count) const;
    void drop(std::size_t count);

    std::uint64_t late() const { return late_; } // samples that found no slot

private:
    EdfTrack& track(std::size_t channel);
    bool has(Band band, Quantity quantity) const;
    bool has_motion(Band band) const;
    bool worn(Band band) const;
    EdfLiveSignal breath_of(Band band) const;
    double slots(Time time) const;

    Time origin_;
    std::array<bool, kBands> expected_; // by the session
    std::int64_t front_ = 0;
    std::map<std::size_t, EdfTrack> tracks_; // by index_of their channel
    std::array<EdfTrack, kBands> levels_;
    std::uint64_t late_ = 0;
};

} // namespace crura::exchange
