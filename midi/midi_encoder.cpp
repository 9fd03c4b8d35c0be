#include "midi/midi_encoder.hpp"

#include <algorithm>
#include <cmath>

namespace crura::midi {

namespace {

constexpr std::uint8_t kNoteOff = 0x80;
constexpr std::uint8_t kNoteOn = 0x90;
constexpr std::uint8_t kControlChange = 0xb0;
constexpr std::uint8_t kAllNotesOff = 123;

// 0 .. 127, and 0 for what is no number.
std::uint8_t seven_bits(float value)
{
    return value > 0 ? std::uint8_t(std::lround(std::min(value, 1.0f) * 127)) : 0;
}

std::uint8_t on(std::uint8_t status, std::uint8_t channel)
{
    return std::uint8_t(status | (channel & 0x0f));
}

} // namespace

MidiMessages MidiEncoder::operator()(Time time, const MidiCue& cue)
{
    if (!cue.sounding)
        return sounding_ ? all_off() : MidiMessages{};
    sounding_ = true;

    MidiMessages out;
    if (cue.inspiration_onset)
        note_on(params_.inspiration_note, out);
    if (cue.expiration_onset)
        note_on(params_.expiration_note, out);
    control(breath_, params_.breath_controller, cue.breath, time, out);
    if (cue.abdominal_share >= 0)
        control(share_, params_.share_controller, cue.abdominal_share, time, out);
    return out;
}

MidiMessages MidiEncoder::all_off()
{
    MidiMessages out;
    note_off(out);
    if (breath_.sent.value_or(0) != 0) {
        out.push_back({on(kControlChange, params_.channel), params_.breath_controller, 0});
        breath_.sent = 0;
    }
    out.push_back({on(kControlChange, params_.channel), kAllNotesOff, 0});
    sounding_ = false;
    return out;
}

void MidiEncoder::control(Controller& controller, std::uint8_t number, float value, Time time,
                          MidiMessages& out) const
{
    const auto level = seven_bits(value);
    if (controller.sent == level)
        return;
    if (controller.sent && time - controller.sent_at < from_seconds(params_.controller_interval_s))
        return;
    out.push_back({on(kControlChange, params_.channel), number, level});
    controller = {level, time};
}

void MidiEncoder::note_off(MidiMessages& out)
{
    if (note_)
        out.push_back({on(kNoteOff, params_.channel), *note_, 0});
    note_.reset();
}

void MidiEncoder::note_on(std::uint8_t note, MidiMessages& out)
{
    note_off(out);
    out.push_back({on(kNoteOn, params_.channel), note, params_.velocity});
    note_ = note;
}

} // namespace crura::midi
