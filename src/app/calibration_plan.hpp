#pragma once

#include "core/command.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "record/recording.hpp"

#include <string>
#include <vector>

namespace crura::app {

struct PlannedCommand {
    double at_s = 0; // since the recording's second 0
    Command command{};
};

// What a person was asked to do in a recording, as in
// "natural:0-60,belly:60-100,chest:100-140,isovolume:140-160": seconds, in order. The engine is
// told when each manoeuvre begins and when the last one ends; what lies between two still counts to
// the first.
Result<std::vector<PlannedCommand>> read_calibration_plan(const std::string& text);

// Adds the commands to the ticks of their times. An error when the recording is over before.
Result<void> give_commands(const std::vector<PlannedCommand>& plan, Time origin,
                           std::vector<record::RecordedTick>& ticks);

} // namespace crura::app
