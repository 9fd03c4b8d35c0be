#pragma once

namespace crura::bench {

// By how much the cues of a slow sine are behind it [ms], in signal time and therefore without
// anything that the machine, the ticks or the outputs add. Two belts, 50 Hz.
struct FilterDelay {
    double displacement_ms; // BreathState's
    double opening_ms;      // the cue's
};
FilterDelay filter_delay(double breaths_per_minute);

} // namespace crura::bench
