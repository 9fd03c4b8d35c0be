#pragma once

#include "core/body_state.hpp"
#include "core/calibration_guidance.hpp"
#include "core/estimate.hpp"
#include "core/event.hpp"
#include "core/few.hpp"
#include "core/sample.hpp"
#include "core/sensor_fault.hpp"
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura {

// Which part of the cycle the breath is in.
enum class Phase : std::uint8_t {
    unknown,
    inspiration,
    inspiratory_pause,
    expiration,
    expiratory_pause,
};

// What the numbers about chest and belly may be used for.
enum class Partition : std::uint8_t {
    none,         // one sensor: no share, no phase angle
    uncalibrated, // two sensors: trends only
    calibrated,   // two sensors, gains known for this posture
};

// A turn of the breath, reported late and back-dated.
struct Onset {
    Phase phase = Phase::unknown; // inspiration or expiration
    Time time{};                  // when it happened
    Time known_at{};              // when we could be sure of it
};

// One whole breath, from one inspiration onset to the next.
struct Breath {
    Time inspiration_onset{};
    Time expiration_onset{};
    Time end{};
    Time inspiration_known_at{};
    Time expiration_known_at{};
    double breath_rate_bpm = 0;
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0;
    std::array<Estimate, kBands> amplitude{}; // inspiration positive [sensor units], by Band
    Estimate abdominal_share;                 // 0 .. 1
    Estimate phase_angle_deg;                 // -180 .. 180, positive when the abdomen leads
    Estimate
        path_ratio; // 1 together .. infinity: both bands' paths over that of their sum (TCD/VT)
    Estimate opposed_deg; // 0 .. 180: part of the breath in which the bands move apart (XOR)
    Partition partition = Partition::none; // what abdominal_share rests on
    double confidence = 0;                 // 0 ignore .. 1 trust
};

// One band of the body, as it is now.
struct BandState {
    bool valid = false;      // a live signal
    double displacement = 0; // 0 end of expiration .. 1 end of a usual inspiration; may exceed both
    double level = 0;        // smoothed, rises on inspiration [sensor units]
    double tidal_amplitude = 0;      // [sensor units]; 0 while unknown
    double end_expiratory_level = 0; // [sensor units]
    std::int8_t polarity = 0; // +1: the raw value rises on inspiration, -1: falls, 0: unknown
    double confidence = 0;    // 0 ignore .. 1 trust
    double quality = 0;       // 0 useless .. 1 excellent, of the signal itself
    QualityReason quality_reason = QualityReason::no_signal; // what keeps the quality down
    SensorFault fault = SensorFault::none;
};

// Whether the breath is held, now. `held_s` counts through a change of the kind, as when chest and
// belly begin to move against each other, and is 0 while the breath is not held.
struct Hold {
    bool on = false;
    EventKind kind = EventKind::hold; // inspiratory_hold, expiratory_hold, hold or isovolume_hold
    double held_s = 0;                // the sum of both bands stood still for so long
    double limit_s = 0;               // longer than this person's own pauses are: at least 8 s; 0
                                      // while these are unknown
};

// What the breath is doing at one instant.
struct BreathState {
    Phase phase = Phase::unknown;
    double displacement = 0;   // both bands together, scaled as BandState::displacement
    double cycle_position = 0; // 0 .. 1, 0 at inspiration onset; held while phase is unknown
    std::array<BandState, kBands> band{};

    Estimate breath_rate_bpm;
    Estimate inspiratory_time_s;
    Estimate expiratory_time_s;
    Estimate abdominal_share;    // 0 .. 1
    Estimate phase_angle_deg;    // -180 .. 180, positive when the abdomen leads; 180 is paradox
    Estimate next_inspiration_s; // predicted time until the next inspiration onset
    Estimate next_expiration_s;  // and until the next expiration onset
    Estimate phase_deg;   // continuous, -180 .. 180: 0 at the end of inspiration; held while the
                          // breath is, when it is least certain
    Estimate ventilation; // alveolar, of the usual: 1 as usual; a trend unless calibrated
    Partition partition = Partition::none;
    double calibration_progress = 0; // 0 .. 1
    CalibrationGuidance calibration; // guided
    double confidence = 0;           // 0 ignore .. 1 trust
    bool rising = false; // the fast, reversible edge: an inspiration seems to have begun

    Hold hold;
    Motion motion;
    Posture posture = Posture::unknown;
    Tremor tremor;
    Heart heart;

    Few<Onset, 8> onsets;   // that became known in this tick
    Few<Breath, 8> breaths; // that ended, as far as we know, in this tick
    Few<Event, 8> events;   // that became known, or were over, in this tick

    const BandState& operator[](Band which) const { return band[std::size_t(which)]; }
    BandState& operator[](Band which) { return band[std::size_t(which)]; }
};

} // namespace crura
