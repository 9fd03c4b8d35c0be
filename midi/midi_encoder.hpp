#pragma once

#include "core/cues.hpp"
#include "core/few.hpp"
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace crura::midi {

using MidiMessage = std::array<std::uint8_t, 3>;
using MidiMessages = Few<MidiMessage, 8>;

// From cues to the bytes that a synthesizer understands (MIDI 1.0):
//
//      CC 2 (breath controller)    the breath, 0 .. 127
//      CC 20 (undefined in MIDI)   the share of the abdomen in it, 0 .. 127; not sent while unknown
//      note on, note off           one note from each inspiration onset to the expiration onset,
//                                  another from there to the next inspiration onset
//      CC 123 (all notes off)      when the sounding ends
//
// A controller is sent when it has changed, and at most 50 times a second.
class MidiEncoder {
public:
    struct Params {
        std::uint8_t channel = 0; // 0 .. 15, which people count from 1
        std::uint8_t breath_controller = 2;
        std::uint8_t share_controller = 20;
        std::uint8_t inspiration_note = 64; // E4
        std::uint8_t expiration_note = 57;  // A3
        std::uint8_t velocity = 64;
        double controller_interval_s = 0.02;
    };

    explicit MidiEncoder(Params params) : params_(params) {}

    // What to send now. Times do not decrease.
    MidiMessages operator()(Time time, const MidiCue& cue);

    // What to send at the very end: breath 0 and every note off.
    MidiMessages all_off();

private:
    // A controller whose last value is known to the receiver.
    struct Controller {
        std::optional<std::uint8_t> sent;
        Time sent_at{};
    };
    void control(Controller& controller, std::uint8_t number, float value, Time time,
                 MidiMessages& out) const;
    void note_off(MidiMessages& out);
    void note_on(std::uint8_t note, MidiMessages& out);

    Params params_;
    Controller breath_;
    Controller share_;
    std::optional<std::uint8_t> note_; // that sounds
    bool sounding_ = false;
};

} // namespace crura::midi
