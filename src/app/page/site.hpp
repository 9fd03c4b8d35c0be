#pragma once

#include "app/options.hpp"
#include "core/result.hpp"

namespace crura::app::page {

// [main] Opens the page: the server, the mats and whoever may use them. Where Crura is open
// already, that one is shown instead. Returns when a person ends it (Ctrl-C, q).
Result<void> keep_open(const PageOptions& options);

} // namespace crura::app::page
