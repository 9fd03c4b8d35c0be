#pragma once

#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "core/sample.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>

namespace crura::breath {

// Sensors that answer to a breath alike.
enum class SensorClass : std::uint8_t {
    displacement, // strain, inductive or magnetic belt
    piezo,        // AC-coupled belt, after dsp::AcRestore
    flow,         // airflow, integrated
    tilt,         // accelerometer or orientation
};

// How much later than the airflow a sensor's onset comes: negative leads.
struct SensorTiming {
    double inspiration_s;
    double expiration_s;
};

// Against a pneumotach, medians over recordings: a displacement belt leads by 0.04 (-0.11 .. 0.12
// between recordings) and 0.05 s, a piezo belt as it comes by 0.29 and 0.36 s, 0.6 s in slow
// breathing. Restored, a piezo belt is a displacement belt. Tilt was not measured: nothing is
// claimed (docs/breath/quality.md).
constexpr SensorTiming timing_of(SensorClass sensor)
{
    switch (sensor) {
    case SensorClass::displacement:
    case SensorClass::piezo:
        return {-0.04, -0.05};
    case SensorClass::flow:
    case SensorClass::tilt:
        break;
    }
    return {0, 0};
}

// When the air turns, for an onset that the sensor shows (or is predicted to show) at `onset`. For
// cues only: what is measured and recorded stays on the sensor's own 10 % rise.
constexpr Time airflow_time(Time onset, Phase phase, SensorClass sensor)
{
    const SensorTiming timing = timing_of(sensor);
    const double late_s = phase == Phase::inspiration ? timing.inspiration_s : timing.expiration_s;
    return onset - from_seconds(late_s);
}

// The best sensor of the band that this frame has a value of, in the order in which Conditioner
// takes them.
inline std::optional<SensorClass> sensor_class(const Frame& frame, Band band)
{
    if (frame.has({band, Quantity::displacement}))
        return SensorClass::displacement;
    if (frame.has({band, Quantity::displacement_ac}))
        return SensorClass::piezo;
    if (frame.has({band, Quantity::flow}))
        return SensorClass::flow;
    if (frame.has({band, Quantity::acceleration_x}) || frame.has({band, Quantity::quaternion_w}))
        return SensorClass::tilt;
    return std::nullopt;
}

} // namespace crura::breath
