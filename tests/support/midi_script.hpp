#pragma once

#include "core/cues.hpp"
#include "midi/midi_encoder.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace crura::test {

// A minute as an engine would cue it, 100 times a second: a breath every 5 s, inspiration 2 s of
// it.
//
//      0 .. 5      the share of the belly is unknown
//      20 .. 25    a pause: nothing sounds
//      35 .. 38    the length of the breath is unknown
//      45 .. 48    somebody pulled the brake
//      58          the end
//
// Onsets are predicted 150 ms ahead and certain 600 ms late; nobody foresees those of 30 .. 35, and
// in 40 .. 45 no prediction comes true before its time: it is certain 40 ms before it was due.
struct ScriptedMinute {
    static constexpr double kTickS = 0.01;
    static constexpr double kBreathS = 5;
    static constexpr double kInspirationS = 2;
    static constexpr int kTicks = 6000;

    static double time_s(int tick) { return 100 + tick * kTickS; } // on the host's clock

    static double breath(double at_s)
    {
        const double in_s = std::fmod(at_s, kBreathS);
        return in_s < kInspirationS
            ? 0.5 - 0.5 * std::cos(M_PI * in_s / kInspirationS)
            : 0.5 + 0.5 * std::cos(M_PI * (in_s - kInspirationS) / (kBreathS - kInspirationS));
    }
    static double thoracic(double at_s) { return 0.6 * breath(at_s); }
    static double abdominal(double at_s) { return breath(at_s); }
    static double share(double at_s) { return 0.5 + 0.3 * std::sin(at_s / 3); }
    static double agreement(double at_s) { return 0.5 + 0.4 * std::sin(at_s / 7); }
    static double guide(double at_s) { return 0.5 - 0.5 * std::cos(2 * M_PI * at_s / 6); }

    static bool share_known(double at_s) { return at_s >= 5; }
    static bool rate_known(double at_s) { return at_s < 35 || at_s >= 38; }
    static bool sounding(double at_s)
    {
        return at_s < 20 || (25 <= at_s && at_s < 45) || (48 <= at_s && at_s < 58);
    }
    static bool foreseen(double at_s) { return at_s < 29.9 || at_s >= 34.9; }

    // The note of which onset begins when [s], in order.
    struct Note {
        double at_s;
        bool inspiration;
    };
    static std::vector<Note> notes()
    {
        std::vector<Note> notes;
        for (int breath = 0; breath < 12; ++breath)
            for (const bool inspiration : {true, false}) {
                const double onset_s = breath * kBreathS + (inspiration ? 0 : kInspirationS);
                const double at_s = begins_s(onset_s);
                if (sounding(at_s))
                    notes.push_back({at_s, inspiration});
            }
        return notes;
    }

    static MidiCue cue(int tick)
    {
        const double at_s = tick * kTickS;
        MidiCue cue;
        cue.breath = float(breath(at_s));
        cue.thoracic = float(thoracic(at_s));
        cue.abdominal = float(abdominal(at_s));
        if (share_known(at_s))
            cue.abdominal_share = float(share(at_s));
        cue.agreement = float(agreement(at_s));
        cue.guide = float(guide(at_s));
        cue.cycle_position = float(std::fmod(at_s, kBreathS) / kBreathS);
        cue.breath_time_s = rate_known(at_s) ? float(kBreathS) : 0;
        cue.sounding = sounding(at_s);
        onset(tick, 0, cue.inspiration, cue.inspiration_onset);
        onset(tick, kInspirationS, cue.expiration, cue.expiration_onset);
        return cue;
    }

    static constexpr double kAheadS = 0.15;

private:
    static constexpr double kLateS = 0.6;
    static constexpr double kHurriedS = -0.04; // certain before it was due
    static constexpr double kOffTickS = 0.005; // predictions fall between ticks

    static bool hurried(double onset_s) { return 39.9 < onset_s && onset_s < 44.9; }

    static double certain_s(double onset_s)
    {
        return onset_s + (hurried(onset_s) ? kHurriedS : kLateS);
    }
    static double begins_s(double onset_s)
    {
        const bool foretold = foreseen(onset_s) && sounding(onset_s - kAheadS); // to who listens
        return foretold && !hurried(onset_s) ? onset_s + kOffTickS : certain_s(onset_s);
    }

    // The newest prediction and what becomes certain, `after_s` into each breath.
    static void onset(int tick, double after_s, Moment& moment, bool& certain)
    {
        for (int breath = 0; breath < 13; ++breath) {
            const double onset_s = breath * kBreathS + after_s;
            if (foreseen(onset_s) && tick >= std::lround((onset_s - kAheadS) / kTickS)) {
                ++moment.count;
                moment.due = time_from_seconds(time_s(0) + onset_s + kOffTickS);
            }
            certain |= tick == std::lround(certain_s(onset_s) / kTickS);
        }
    }
};

struct SentMidi {
    double time_s; // since the script began
    std::vector<std::uint8_t> bytes;
};

// Everything that an encoder says of the minute's ticks, called exactly when it asks to be.
inline std::vector<SentMidi> play_script(const midi::Map& map, int from, int to)
{
    midi::MidiEncoder encode(map);
    std::vector<SentMidi> all;
    const auto send = [&all](Time time, const midi::Messages& messages) {
        for (const auto& message : messages)
            all.push_back(
                {to_seconds(time) - ScriptedMinute::time_s(0), {message.begin(), message.end()}});
    };
    Time now{};
    for (int tick = from; tick < to; ++tick) {
        now = time_from_seconds(ScriptedMinute::time_s(tick));
        for (Time due = encode.next(); due < now; due = encode.next())
            send(due, encode.due(due));
        send(now, encode(now, ScriptedMinute::cue(tick)));
    }
    send(now, encode.all_off());
    return all;
}

} // namespace crura::test
