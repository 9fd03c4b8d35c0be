#pragma once

#include "core/few.hpp"

#include <cstddef>
#include <cstdint>

namespace crura {

// How one source is doing. Counters only grow, over reconnections too.
struct SourceHealth {
    bool online = false;        // its port is open and its thread runs
    bool finished = false;      // it will never send again (a recording's end)
    std::uint64_t samples = 0;  // handed on
    std::uint64_t rejected = 0; // packets that failed their check
    std::uint64_t lost = 0;     // packets missing by the device's own counter
    std::uint64_t refused = 0;  // samples that found the ring full
};

// How long it took, over the last measurements; unknown while there were none.
struct Latency {
    bool known = false;
    float p50_ms = 0;
    float p95_ms = 0;
    float p99_ms = 0;
};

enum class Output : std::uint8_t { off, working, lost };

// How the machine around the engine is doing, as the runtime sees it.
struct Health {
    static constexpr std::size_t kMaxSources = 8;

    Few<SourceHealth, kMaxSources> sources; // in the order in which they were given
    Output audio = Output::off;
    Output midi = Output::off;
    Output osc = Output::off;
    Output touch = Output::off;
    Output recorder = Output::off;
    std::uint64_t late_ticks = 0; // engine ticks that came more than one step late
    Latency sound_latency;        // from a measurement to where it is heard, sent and felt
    Latency midi_latency;
    Latency osc_latency;
    Latency touch_latency;
};

} // namespace crura
