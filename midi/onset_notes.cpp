#include "midi/onset_notes.hpp"

#include <algorithm>
#include <chrono>

namespace crura::midi {

using namespace std::chrono_literals;

namespace {

constexpr Duration kTooLate = 250ms; // a moment that is longer past is not made up for
constexpr Duration kShortestBreath = 1s;
constexpr Duration kVerified = 5s; // a prediction that has not come true by then was of nothing

} // namespace

void OnsetNotes::tell(Time time, const MidiCue& cue)
{
    tell(kinds_[0], time, cue.inspiration, cue.inspiration_onset, latest_ == 0u);
    tell(kinds_[1], time, cue.expiration, cue.expiration_onset, latest_ == 1u);
}

void OnsetNotes::tell(Kind& kind, Time time, const Moment& moment, bool certain, bool latest)
{
    const bool announced = predicted_ && moment.count != kind.seen;
    kind.seen = moment.count;
    if (kind.unverified && time - *kind.unverified > kVerified)
        kind.unverified.reset();
    if (certain)
        become_certain(kind, time, announced);
    else if (announced && time - moment.due <= kTooLate && !kind.pending)
        foresee(kind, moment.due, latest);
}

void OnsetNotes::foresee(Kind& kind, Time due, bool latest) const
{
    if (latest && (kind.unverified || due - began_ < kShortestBreath))
        return;
    kind.pending = due;
    kind.unverified = due;
}

// `announced`: and it is not the one that was foreseen.
void OnsetNotes::become_certain(Kind& kind, Time time, bool announced)
{
    if (!kind.unverified || announced)
        kind.pending = time;
    else if (kind.pending)
        kind.pending = std::min(*kind.pending, time);
    kind.unverified.reset();
}

std::optional<Phase> OnsetNotes::due(Time now)
{
    const Time first = next();
    if (first > now)
        return std::nullopt;
    const std::size_t kind = kinds_[0].pending == first ? 0 : 1;
    kinds_[kind].pending.reset();
    latest_ = kind;
    began_ = first;
    return kind == 0 ? Phase::inspiration : Phase::expiration;
}

Time OnsetNotes::next() const
{
    return std::min(kinds_[0].pending.value_or(Time::max()),
                    kinds_[1].pending.value_or(Time::max()));
}

void OnsetNotes::silence()
{
    for (Kind& kind : kinds_)
        kind = {.seen = kind.seen, .pending = {}, .unverified = {}};
    latest_.reset();
}

} // namespace crura::midi
