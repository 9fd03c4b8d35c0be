#pragma once

#include "core/cues.hpp"
#include "core/time.hpp"
#include "midi/breath_clock.hpp"
#include "midi/controllers.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"
#include "midi/mpe_zone.hpp"
#include "midi/onset_notes.hpp"

#include <cstdint>
#include <optional>

namespace crura::midi {

// From cues to the messages that a synthesizer understands, as a map says (docs/midi.md): with
// every cue what it changes, and between cues what has become due.
//
//      while (...) {
//          wait for a cue, but no longer than until encode.next();
//          send(encode.due(now)), and of each cue send(encode(time, cue));
//      }
//      send(encode.all_off());
class MidiEncoder {
public:
    explicit MidiEncoder(const Map& map);

    // What this cue changes. Times do not decrease.
    Messages operator()(Time time, const MidiCue& cue);

    // Notes whose moment has come, the clock's next pulse and, when no cue has come for half a
    // second, silence.
    Messages due(Time now);

    // When due() has something to say if no cue comes; Time::max() when never.
    Time next() const;

    // Every note off, controllers at rest, the clock stopped.
    Messages all_off();

private:
    void begin_notes(Time now, Messages& out);
    void note_on(std::optional<std::uint8_t> note, Time now, Messages& out);
    void note_off(Messages& out);
    void all_notes_off(Messages& out) const;

    struct Note {
        std::uint8_t channel;
        std::uint8_t number;
    };

    Map map_;
    Controllers controllers_;
    OnsetNotes onsets_;
    std::optional<BreathClock> clock_;
    std::optional<MpeZone> zone_;
    MidiCue cue_;              // the newest,
    Time time_{};              // and its time
    std::optional<Note> note_; // that sounds
    bool sounding_ = false;
};

} // namespace crura::midi
