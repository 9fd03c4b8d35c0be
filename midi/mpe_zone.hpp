#pragma once

#include "core/cues.hpp"
#include "core/time.hpp"
#include "midi/controllers.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"

#include <cstdint>

namespace crura::midi {

// MIDI Polyphonic Expression: the lower zone. Each note has a member channel of its own, in turn,
// so that one that still fades keeps its colour; the newest is pressed (channel pressure) and its
// timbre opened (controller 74) as the levels of the rule say. Nothing bends; the range is told
// so that a receiver knows it.
class MpeZone {
public:
    explicit MpeZone(const MpeRule& rule) : rule_(rule), channel_(std::uint8_t(rule.members)) {}

    // Makes the zone in the receiver, which takes that as "all notes off" too.
    void set_up(Messages& out) const;

    // The channel of the next note, with bend, pressure and timbre as they are to begin.
    std::uint8_t take_channel(Time time, const MidiCue& cue, Messages& out);

    // Pressure and timbre of the newest note, where they have changed.
    void press(Time time, const MidiCue& cue, Messages& out);

private:
    MpeRule rule_;
    std::uint8_t channel_; // of the newest note
    Throttle pressure_{false};
    Throttle timbre_{false};
};

} // namespace crura::midi
