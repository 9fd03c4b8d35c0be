#pragma once

#include "app/options.hpp"
#include "core/result.hpp"

#include <string>

namespace crura::app {

// [main] Lets a person hear and feel every output, softly: so many calm breaths of 6 s each. The
// answer has a line for each that is on, "  sound: working"; without a last line break.
Result<std::string> breathe_softly(const OutputOptions& options, int breaths);

} // namespace crura::app
