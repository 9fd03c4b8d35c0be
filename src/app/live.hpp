#pragma once

#include "app/live_session.hpp"
#include "core/result.hpp"

namespace crura::app {

// [main] Opens the outputs, runs until the session is over or a person ends it at the terminal, and
// closes everything gently. Outputs that are missing are a warning; a source or a recording that
// cannot start is an error. True when a person ended it.
Result<bool> run_live(Live live);

} // namespace crura::app
