#pragma once

#include "core/estimate.hpp"

#include <cstdint>

namespace crura {

// How the trunk lies to gravity, as a sensor on it sees.
enum class Posture : std::uint8_t {
    unknown,
    supine,
    prone,
    left_side,
    right_side,
    upright, // sitting or standing, which is not known
    sitting,
    standing,
};

// What moves that is not breath.
struct Motion {
    double level = 0; // 0 still .. 1 the breath cannot be followed well
    Estimate rms_mg;  // above 1 Hz, of an accelerometer
};

// Shaking of 1 to 13 Hz: welcome in release work.
struct Tremor {
    bool on = false;
    Estimate frequency_hz;
    Estimate strength_mg;   // RMS of its band
    double rhythmicity = 0; // 0 a jumble .. 1 one pure frequency
};

// From the heartbeat's push on a chest accelerometer. Experimental.
struct Heart {
    Estimate rate_bpm;
    Estimate rsa_ms; // respiratory sinus arrhythmia of the last breath, longest less shortest beat
    Estimate coherence; // 0 .. 1: how far the heart rate goes with the breath
};

} // namespace crura
