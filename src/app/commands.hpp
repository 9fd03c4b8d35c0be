#pragma once

#include "app/options.hpp"

namespace crura::app {

// [main] One function a command; each gives the exit status: 0 done, 1 could not be done.
int run(const RunOptions& options);
int play(const PlayOptions& options);
int list_devices();
int list_programs();

} // namespace crura::app
