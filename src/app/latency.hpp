#pragma once

#include "app/options.hpp"
#include "app/sources.hpp"
#include "core/health.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <string>

namespace crura::app {

// For `crura latency`: how long it takes from a sensor to each output that was asked for.
struct LatencyRun {
    Sources sources;
    OutputOptions output;
    Duration lasts = std::chrono::seconds(20);
};

// [main] Runs sensors, engine and outputs for so long, or until a person ends it, without a program
// and without a recording, and gives the table. Error: a source or an output that cannot start.
Result<std::string> measure_latency(LatencyRun run);

// The table, in words for a person. `sound_card_s`: what of the sound's figures only the system
// claims; 0 when it says nothing.
std::string latency_table(const Health& health, double sound_card_s);

} // namespace crura::app
