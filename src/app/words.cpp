#include "app/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace crura::app {
namespace {

// Around the number that decided, by kind.
constexpr std::array<const char*, kEventKinds> kEvidence = {
    "still for {:.1f} s",                      // inspiratory_hold
    "still for {:.1f} s",                      // expiratory_hold
    "still for {:.1f} s",                      // hold
    "{:.1f} times the usual breath",           // sigh
    "inspiration of {:.2f} s",                 // gasp
    "{:.1f} times the usual rate times depth", // over_breathing
    "{:.1f} times the usual rate over depth",  // rapid_shallow
    "{:.1f} breaths a minute",                 // slow_steady
    "{:.2f} of the breath is inspiration",     // speech
    "opposed in {:.0f} of 180 degrees",        // paradox
    "{:.1f} Hz",                               // tremor
    "{:.1f} mg",                               // motion
    "turned by {:.0f} degrees",                // posture_change
    "",                                        // recalibration_wanted
    "",                                        // sensor_fault
    "nothing heard for {:.1f} s",              // gap
    "still for {:.1f} s",                      // isovolume_hold
    "still for {:.1f} s after tremor",         // freeze
    "{:.1f} s for both",                       // short_breaths
    "turned by {:.0f} degrees",                // pelvic_drift
};

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

std::string evidence_of(const Event& event)
{
    if (std::size_t(event.kind) >= kEventKinds || !std::isfinite(event.evidence))
        return "";
    if (event.kind == EventKind::sensor_fault)
        return fault_in_words(event.evidence);
    return fmt::format(fmt::runtime(kEvidence[std::size_t(event.kind)]), event.evidence);
}

} // namespace crura::app
