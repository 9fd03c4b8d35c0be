#pragma once

#include "app/options.hpp"
#include "core/result.hpp"

#include <functional>
#include <string>

namespace crura::app {

// Lets a person hear and feel every output, softly: so many calm breaths of 6 s each, or until
// `enough`, which is asked before each moment of them. The answer has a line for each that is on,
// "  sound: working"; without a last line break. At once, and empty, where all are off.
// [one thread at a time]
Result<std::string> breathe_softly(
    const OutputOptions& options, int breaths,
    const std::function<bool()>& enough = [] { return false; });

} // namespace crura::app
