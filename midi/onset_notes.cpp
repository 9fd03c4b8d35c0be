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
    foresee(0, time, cue.inspiration);
    foresee(1, time, cue.expiration);
    if (cue.inspiration_onset)
        become_certain(0, time);
    if (cue.expiration_onset)
        become_certain(1, time);
}

void OnsetNotes::foresee(std::size_t kind, Time time, const Moment& moment)
{
    Kind& own = kinds_[kind];
    if (own.unverified && time - *own.unverified > kVerified)
        own.unverified.reset();
    if (moment.count == own.seen)
        return;
    own.seen = moment.count;
    const bool other_since = latest_ != kind;
    const bool again = !own.unverified && moment.due - began_ > kShortestBreath;
    if (!predicted_ || time - moment.due > kTooLate || own.pending || !(other_since || again))
        return;
    own.pending = moment.due;
    own.unverified = moment.due;
}

void OnsetNotes::become_certain(std::size_t kind, Time time)
{
    Kind& own = kinds_[kind];
    if (own.unverified)
        own.pending = own.pending ? std::optional(std::min(*own.pending, time)) : std::nullopt;
    else
        own.pending = time;
    own.unverified.reset();
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
