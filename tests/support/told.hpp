#pragma once

#include "core/snapshot.hpp"

namespace crura::test {

// What an engine might tell, made up: for whoever writes it down.
inline Time at_s(double seconds)
{
    return time_from_seconds(seconds);
}

inline Estimate known(double value, double plus_minus = 0)
{
    return {value, plus_minus, true};
}

inline Snapshot told_at(double seconds, const BreathState& breath = {})
{
    Snapshot snapshot;
    snapshot.time = at_s(seconds);
    snapshot.breath = breath;
    return snapshot;
}

// Breathes in for 2 s and out for `expiratory_time_s`.
inline Breath breath_at(double onset_s, double expiratory_time_s = 4)
{
    Breath breath;
    breath.inspiration_onset = at_s(onset_s);
    breath.expiration_onset = at_s(onset_s + 2);
    breath.end = at_s(onset_s + 2 + expiratory_time_s);
    breath.inspiration_known_at = at_s(onset_s + 0.25);
    breath.expiration_known_at = at_s(onset_s + 2.5);
    breath.breath_rate_bpm = 60 / (2 + expiratory_time_s);
    breath.inspiratory_time_s = 2;
    breath.expiratory_time_s = expiratory_time_s;
    breath.confidence = 1;
    return breath;
}

inline Event event_of(EventKind kind, double start_s, double end_s, double evidence,
                      bool over = true)
{
    return {kind, at_s(start_s), at_s(end_s), at_s(start_s + 1), evidence, over};
}

} // namespace crura::test
