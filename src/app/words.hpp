#pragma once

#include "core/body_state.hpp"
#include "core/breath_state.hpp"
#include "core/event.hpp"
#include "core/sample.hpp"
#include "core/sensor_fault.hpp"

#include <string>

namespace crura::app {

// What the enumerators are called in files: their own names, in full.
const char* name_of(Phase phase);
const char* name_of(Partition partition);
const char* name_of(Posture posture);
const char* name_of(EventKind kind);
const char* name_of(SensorFault fault);
const char* name_of(QualityReason reason);
const char* name_of(Band band);

// What decided about an event, with its unit: "2.4 times the usual breath".
std::string evidence_of(const Event& event);

} // namespace crura::app
