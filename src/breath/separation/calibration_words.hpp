#pragma once

#include "core/calibration_guidance.hpp"

#include <string_view>

namespace crura::breath {

// What to say to a person who is led through a calibration. Words that invite.
std::string_view words(Manoeuvre manoeuvre);
std::string_view words(BreathVerdict verdict);
std::string_view words(CalibrationOutcome outcome);

} // namespace crura::breath
