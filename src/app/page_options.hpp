#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

namespace crura::app {

// The options of `crura` itself, which opens the page when no command is given.
void add_page(CLI::App& crura, PageOptions& options);

CLI::App* add_pair(CLI::App& crura, PairOptions& options);

} // namespace crura::app
