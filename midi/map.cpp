#include "midi/map.hpp"

#include <algorithm>
#include <cmath>

namespace crura::midi {

namespace {

float shaped(float share, Curve curve)
{
    switch (curve) {
    case Curve::squared:
        return share * share;
    case Curve::root:
        return std::sqrt(share);
    case Curve::linear:
        break;
    }
    return share;
}

float number_in(const MidiCue& cue, Level level)
{
    switch (level) {
    case Level::breath:
        return cue.breath;
    case Level::thoracic:
        return cue.thoracic;
    case Level::abdominal:
        return cue.abdominal;
    case Level::abdominal_share:
        return cue.abdominal_share;
    case Level::agreement:
        return cue.agreement;
    case Level::guide:
        return cue.guide;
    case Level::raw:
        break;
    }
    return cue.raw;
}

} // namespace

std::optional<float> level_in(const MidiCue& cue, Level level)
{
    const float number = number_in(cue, level);
    const bool unknown = level != Level::raw && number == MidiCue::kUnknown;
    return unknown || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

int ControllerRule::value(float at_level) const
{
    const float share = shaped(std::clamp((at_level - least) / (most - least), 0.f, 1.f), curve);
    const float seven_bits = from + (to - from) * share;
    return int(std::lround(fine ? seven_bits / 127 * 16383 : seven_bits));
}

bool same_press(const PressRule& a, const PressRule& b)
{
    return a.kind == b.kind && a.number == b.number
        && (!a.channel || !b.channel || a.channel == b.channel);
}

Map default_map()
{
    return *parse_map(default_map_text(), "the MIDI map that is built in");
}

} // namespace crura::midi
