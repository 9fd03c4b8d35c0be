#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace crura::devices {

// What a simulated body may be told to do beside breathing.
enum class BodyEventKind : std::uint8_t {
    quiet_hold,       // the breath stops somewhere between
    isovolume_hold,   // it stops, and volume moves between chest and belly
    inspiratory_hold, // it stops near the top
    expiratory_hold,  // and at the bottom
    expiratory_pause, // a natural rest at the bottom: no hold
    sigh,
    gasp,
    short_breaths, // two, on purpose: "yes"
    freeze,        // still and shallow
    tremor,
    talking,
    laughing,
    coughing,
    posture_shift, // settles anew, on the back
    getting_up,    // rolls to the side, sits, stands, and stays up
    lying_down,    // after that
};
inline constexpr std::size_t kBodyEventKinds = 16;

// One thing to do. `strength` is, by kind:
//   quiet_hold                         how full the lungs are, of that breath: 0 .. 1
//   isovolume_hold                     the volume that moves to and fro, of a usual breath
//   inspiratory_hold, sigh, gasp,
//   freeze, short_breaths              how deep the breath is, of a usual one
//   tremor                             its amplitude, of the gravity that a breath turns: 17.5 mg
//   talking, laughing, coughing        of the usual loudness
//   posture_shift                      how far the trunk turns [deg]
struct BodyEvent {
    BodyEventKind kind{};
    double start_s = 0; // what the breath does waits for the next breath, and its place in it
    double length_s = 0;
    double strength = 1;

    // Of a tremor.
    double frequency_hz = 6; // when it begins
    double end_hz = 6;       // when it ends
    double wildness = 0;     // 0 even .. 1 chaotic
    double burst_s = 0;      // it comes in bursts as long, half as far apart; 0: it runs through
};

// In order of start_s. What the breath does must not overlap.
using EventScript = std::vector<BodyEvent>;

// What the body did: of a hold the time in which the breath stands still, of whatever else the
// breath does its breaths, of the rest what was asked.
struct TrueEvent {
    BodyEventKind kind{};
    double start_s = 0;
    double end_s = 0;
    double strength = 1;
    double wildness = 0;
};

namespace names {
inline constexpr std::array<const char*, kBodyEventKinds> kBodyEvents = {
    "quiet_hold", "isovolume_hold", "inspiratory_hold", "expiratory_hold", "expiratory_pause",
    "sigh",       "gasp",           "short_breaths",    "freeze",          "tremor",
    "talking",    "laughing",       "coughing",         "posture_shift",   "getting_up",
    "lying_down"};
}
constexpr const char* name_of(BodyEventKind kind)
{
    return names::kBodyEvents[std::size_t(kind)];
}

constexpr bool is_hold(BodyEventKind kind)
{
    return kind <= BodyEventKind::expiratory_hold;
}

} // namespace crura::devices
