#pragma once

#include "core/cues.hpp"
#include "core/latency_meter.hpp"
#include "core/spsc_ring.hpp"
#include "core/time.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"
#include "outlet/bell_linux.hpp"
#include "outlet/life.hpp"
#include "outlet/passage.hpp"

#include <cstddef>

namespace crura::midi {

// A cue, when the engine gave it, and when what is behind it was measured.
struct TimedCue {
    Time time{};
    Time sensed_at{};
    MidiCue cue;
};

// A message from a pedal or pad, and when it came.
struct TimedMessage {
    Time time{};
    Message message;
};

// What MidiOut shares with its outlet. The settings are written before the first one starts.
struct MidiBlock {
    static constexpr std::size_t kCues = 512; // 5 s
    static constexpr std::size_t kHeard = 256;

    outlet::Life life;
    outlet::Bell bell;                                // there is a cue
    outlet::Passage<FixedRing<TimedCue, kCues>> cues; // to the outlet
    FixedRing<TimedMessage, kHeard> heard;            // from the outlet
    LatencyMeter latency;                             // from measured to sent

    Map map;
    bool sends = true;
    bool hears = false;
    outlet::Words<256> receiver; // names, or parts of them
    outlet::Words<256> sender;
};

} // namespace crura::midi
