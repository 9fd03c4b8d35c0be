#pragma once

#include "core/cues.hpp"
#include "core/time.hpp"
#include "midi/message.hpp"

#include <cstdint>

namespace crura::midi {

// MIDI clock in the time of the breath: 24 pulses a beat, so many beats a breath, the first of them
// at the inspiration onset. Pulses are even; where the breath is elsewhere than they are, the clock
// runs up to a quarter faster or slower until it has caught up. It never runs backwards and never
// hurries more than that, however late it is called.
//
//      F8 F8 ... F8 FA F8       the breath is known; at its next onset the music starts
//      F8 .. F8 FC              it is not known any more: stops at the end of the beat
//      F8 .. F8 F2 .. FB F8     it is known again: goes on with the next bar, at the next onset
class BreathClock {
public:
    // 1 .. 16 beats.
    explicit BreathClock(int beats) : bar_(24 * beats) {}

    // Where the breath is now. Times do not decrease.
    void tell(Time time, const MidiCue& cue);

    // When the next pulse is due; Time::max() while there is none to come.
    Time next() const;

    // Adds the pulse that is due by now, at most one.
    void due(Time now, Messages& out);

    // Stops at once.
    void stop(Messages& out);

private:
    double told_at(Time time) const; // where the breath is then [pulses since the first onset told]
    double interval_s() const;       // to the pulse after the one at next_
    void start(Messages& out);

    int bar_;             // pulses a breath
    Time told_{};         // when we were told last,
    double place_ = 0;    // where the breath was [pulses, 0 .. bar_],
    double breath_s_ = 0; // and how long one takes
    bool known_ = false;
    bool ticking_ = false;
    bool started_ = false; // the receiver runs
    bool ever_ = false;    // it did before
    int pulse_ = 0;        // the last one sent, 0 .. bar_ - 1
    Time next_{};
    std::uint32_t bars_ = 0; // begun since the start
};

} // namespace crura::midi
