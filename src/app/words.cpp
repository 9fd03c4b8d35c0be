#include "app/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace crura::app {
namespace {

// An enumerator that a newer table would have is unknown.
template <class Enum, std::size_t N>
const char* name_in(const std::array<const char*, N>& names, Enum value)
{
    return std::size_t(value) < N ? names[std::size_t(value)] : "unknown";
}

constexpr std::array kPhases = {"unknown", "inspiration", "inspiratory_pause", "expiration",
                                "expiratory_pause"};
constexpr std::array kPartitions = {"none", "uncalibrated", "calibrated"};
constexpr std::array kPostures = {"unknown",   "supine",     "prone",
                                  "left_side", "right_side", "upright"};
constexpr std::array kFaults = {"none",        "silent",  "stuck", "saturated", "loose",
                                "upside_down", "swapped", "noisy", "moved"};
constexpr std::array kReasons = {"good",   "no_signal", "starting",  "weak", "saturated",
                                 "moving", "losing",    "irregular", "apart"};
constexpr std::array kBandNames = {"thoracic", "abdominal", "sacral"};

struct KindWords {
    const char* name;
    const char* evidence; // around the number that decided
};
constexpr std::array<KindWords, kEventKinds> kKinds = {{
    {"inspiratory_hold", "still for {:.1f} s"},
    {"expiratory_hold", "still for {:.1f} s"},
    {"hold", "still for {:.1f} s"},
    {"sigh", "{:.1f} times the usual breath"},
    {"gasp", "inspiration of {:.2f} s"},
    {"over_breathing", "{:.1f} times the usual rate times depth"},
    {"rapid_shallow", "{:.1f} times the usual rate over depth"},
    {"slow_steady", "{:.1f} breaths a minute"},
    {"speech", "{:.2f} of the breath is inspiration"},
    {"paradox", "opposed in {:.0f} of 180 degrees"},
    {"tremor", "{:.1f} Hz"},
    {"motion", "{:.1f} mg"},
    {"posture_change", "turned by {:.0f} degrees"},
    {"recalibration_wanted", ""},
    {"sensor_fault", ""}, // has no number, see below
    {"gap", "nothing heard for {:.1f} s"},
}};

// The evidence of a sensor fault is 16 x band + fault.
std::string fault_in_words(double evidence)
{
    constexpr int kFaultsOfBand = 16;
    if (!(evidence >= 0 && evidence < kFaultsOfBand * double(kSites)))
        return "unknown";
    const auto fault = SensorFault(int(evidence) % kFaultsOfBand);
    return fmt::format("{} {}", name_of(Band(int(evidence) / kFaultsOfBand)), name_of(fault));
}

} // namespace

const char* name_of(Phase phase)
{
    return name_in(kPhases, phase);
}
const char* name_of(Partition partition)
{
    return name_in(kPartitions, partition);
}
const char* name_of(Posture posture)
{
    return name_in(kPostures, posture);
}
const char* name_of(SensorFault fault)
{
    return name_in(kFaults, fault);
}
const char* name_of(QualityReason reason)
{
    return name_in(kReasons, reason);
}
const char* name_of(Band band)
{
    return name_in(kBandNames, band);
}
const char* name_of(EventKind kind)
{
    return std::size_t(kind) < kEventKinds ? kKinds[std::size_t(kind)].name : "unknown";
}

std::string evidence_of(const Event& event)
{
    if (std::size_t(event.kind) >= kEventKinds || !std::isfinite(event.evidence))
        return "";
    if (event.kind == EventKind::sensor_fault)
        return fault_in_words(event.evidence);
    const auto* words = kKinds[std::size_t(event.kind)].evidence;
    return fmt::format(fmt::runtime(words), event.evidence);
}

} // namespace crura::app
