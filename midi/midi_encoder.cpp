#include "midi/midi_encoder.hpp"

#include <algorithm>
#include <chrono>

namespace crura::midi {

using namespace std::chrono_literals;

namespace {

constexpr Duration kStalled = 500ms; // nobody says any more how the breath is

} // namespace

MidiEncoder::MidiEncoder(const Map& map)
    : map_(map), controllers_(map), onsets_(map.notes.predicted)
{
    if (map.clock)
        clock_.emplace(map.clock->beats);
    if (map.mpe)
        zone_.emplace(*map.mpe);
}

Messages MidiEncoder::operator()(Time time, const MidiCue& cue)
{
    cue_ = cue;
    time_ = time;
    onsets_.tell(time, cue);
    if (!cue.sounding) {
        Messages out = sounding_ ? all_off() : Messages{};
        onsets_.silence();
        controllers_.tell(time, cue, out);
        return out;
    }
    Messages out;
    if (!sounding_ && zone_)
        zone_->set_up(out);
    sounding_ = true;
    begin_notes(time, out);
    controllers_.tell(time, cue, out);
    if (zone_ && note_)
        zone_->press(time, cue, out);
    if (clock_)
        clock_->tell(time, cue);
    return out;
}

Messages MidiEncoder::due(Time now)
{
    if (!sounding_)
        return {};
    if (now - time_ >= kStalled)
        return all_off();
    Messages out;
    begin_notes(now, out);
    if (clock_)
        clock_->due(now, out);
    return out;
}

Time MidiEncoder::next() const
{
    if (!sounding_)
        return Time::max();
    const Time pulse = clock_ ? clock_->next() : Time::max();
    return std::min({pulse, onsets_.next(), time_ + kStalled});
}

Messages MidiEncoder::all_off()
{
    Messages out;
    note_off(out);
    controllers_.rest(out);
    all_notes_off(out);
    if (clock_)
        clock_->stop(out);
    onsets_.silence();
    sounding_ = false;
    return out;
}

// For a receiver that knows of more notes than we do; in an MPE zone the master speaks for all.
void MidiEncoder::all_notes_off(Messages& out) const
{
    if (map_.notes.inspiration || map_.notes.expiration)
        out.push_back({on(status::kController, map_.notes.channel), controller::kAllNotesOff, 0});
}

void MidiEncoder::begin_notes(Time now, Messages& out)
{
    while (const auto onset = onsets_.due(now))
        note_on(onset == Phase::inspiration ? map_.notes.inspiration : map_.notes.expiration, now,
                out);
}

void MidiEncoder::note_on(std::optional<std::uint8_t> note, Time now, Messages& out)
{
    note_off(out);
    if (!note)
        return;
    const auto channel = zone_ ? zone_->take_channel(now, cue_, out) : map_.notes.channel;
    out.push_back({on(status::kNoteOn, channel), *note, map_.notes.velocity});
    note_ = Note{channel, *note};
}

void MidiEncoder::note_off(Messages& out)
{
    if (note_)
        out.push_back({on(status::kNoteOff, note_->channel), note_->number, 0});
    note_.reset();
}

} // namespace crura::midi
