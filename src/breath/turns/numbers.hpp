#pragma once

#include "breath/turns/cycle.hpp"
#include "core/breath_state.hpp"

namespace crura::breath {

// Sets the numbers of the breath under way, and those of the last breaths, as far as they are
// known; `doubtful` makes them all unknown. Any thread.
void say_numbers(const Cycle& cycle, double time_s, bool doubtful, BreathState& state);

// 0 .. 1: how far the breath goes on as the last ones did.
double regularity(const Cycle& cycle, double time_s);

} // namespace crura::breath
