#pragma once

#include "core/names.hpp"

#include <string>

namespace crura::app {

// What decided about an event, with its unit: "2.4 times the usual breath".
std::string evidence_of(const Event& event);

} // namespace crura::app
