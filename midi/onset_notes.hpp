#pragma once

#include "core/breath_state.hpp"
#include "core/cues.hpp"
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace crura::midi {

// Decides when the note of an onset begins: at its predicted moment or, when nobody foresaw it,
// once it is certain. An onset is told from one that was predicted already by what comes between:
//
//      predicted   certain        predicted   certain
//      inspiration inspiration    expiration  expiration
//      ----|-----------|--------------|-----------|-----
//         note      the same         note      the same
//
// A prediction that comes twice or comes true late has one note. Only when the engine announces an
// onset in the very tick in which it is certain, something else had been predicted.
class OnsetNotes {
public:
    // With `predicted` false only what is certain counts.
    explicit OnsetNotes(bool predicted) : predicted_(predicted) {}

    void tell(Time time, const MidiCue& cue);

    // The onset (Phase::inspiration or expiration) whose note begins by now, the earliest first;
    // nothing when there is no more.
    std::optional<Phase> due(Time now);

    // When the next is due; Time::max() when none is.
    Time next() const;

    // Nothing sounds any more: what was to come is not to come.
    void silence();

private:
    struct Kind {                       // of onset
        std::uint32_t seen = 0;         // predicted moments
        std::optional<Time> pending;    // its note is still to begin
        std::optional<Time> unverified; // when the note that a prediction began, or will, is due
    };
    void tell(Kind& kind, Time time, const Moment& moment, bool certain, bool latest);
    void foresee(Kind& kind, Time due, bool latest) const;
    static void become_certain(Kind& kind, Time time, bool announced);

    bool predicted_;
    std::array<Kind, 2> kinds_;         // inspiration, expiration
    std::optional<std::size_t> latest_; // kind of the last note
    Time began_{};                      // that note
};

} // namespace crura::midi
