#pragma once

#include "core/body_state.hpp"
#include "core/breath_state.hpp"
#include "core/event.hpp"
#include "core/sample.hpp"
#include "core/sensor_fault.hpp"
#include "core/target.hpp"

#include <array>
#include <cstddef>

namespace crura {

// What the enumerators are called in files and messages: their own names, in full. One that a newer
// table would have is "unknown".

namespace names {

template <class Enum, std::size_t N>
constexpr const char* in(const std::array<const char*, N>& names, Enum value)
{
    return std::size_t(value) < N ? names[std::size_t(value)] : "unknown";
}

inline constexpr std::array kPhases = {"unknown", "inspiration", "inspiratory_pause", "expiration",
                                       "expiratory_pause"};
inline constexpr std::array kPartitions = {"none", "uncalibrated", "calibrated"};
inline constexpr std::array kPostures = {"unknown",    "supine",  "prone",   "left_side",
                                         "right_side", "upright", "sitting", "standing"};
inline constexpr std::array kStages = {"absent", "recognise", "follow", "lead",
                                       "yield",  "mirror",    "sleep",  "unguided"};
inline constexpr std::array kFaults = {"none",        "silent",  "stuck", "saturated", "loose",
                                       "upside_down", "swapped", "noisy", "moved"};
inline constexpr std::array kReasons = {"good",   "no_signal", "starting",  "weak", "saturated",
                                        "moving", "losing",    "irregular", "apart"};
inline constexpr std::array kBands = {"thoracic", "abdominal", "sacral"};
inline constexpr std::array kEvents = {"inspiratory_hold",
                                       "expiratory_hold",
                                       "hold",
                                       "sigh",
                                       "gasp",
                                       "over_breathing",
                                       "rapid_shallow",
                                       "slow_steady",
                                       "speech",
                                       "paradox",
                                       "tremor",
                                       "motion",
                                       "posture_change",
                                       "recalibration_wanted",
                                       "sensor_fault",
                                       "gap",
                                       "isovolume_hold",
                                       "freeze",
                                       "short_breaths",
                                       "pelvic_drift"};
static_assert(kEvents.size() == kEventKinds);

} // namespace names

constexpr const char* name_of(Phase phase)
{
    return names::in(names::kPhases, phase);
}
constexpr const char* name_of(Partition partition)
{
    return names::in(names::kPartitions, partition);
}
constexpr const char* name_of(Posture posture)
{
    return names::in(names::kPostures, posture);
}
constexpr const char* name_of(GuideStage stage)
{
    return names::in(names::kStages, stage);
}
constexpr const char* name_of(SensorFault fault)
{
    return names::in(names::kFaults, fault);
}
constexpr const char* name_of(QualityReason reason)
{
    return names::in(names::kReasons, reason);
}
constexpr const char* name_of(Band band)
{
    return names::in(names::kBands, band);
}
constexpr const char* name_of(EventKind kind)
{
    return names::in(names::kEvents, kind);
}

} // namespace crura
