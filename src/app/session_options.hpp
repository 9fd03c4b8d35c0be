#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

namespace crura::app {

// Each adds one command about sessions, whose options are read into `options`.
CLI::App* add_run(CLI::App& crura, RunOptions& options);
CLI::App* add_rehearse(CLI::App& crura, RehearseOptions& options);
CLI::App* add_programs(CLI::App& crura, ProgramsOptions& options);
CLI::App* add_plans(CLI::App& crura, PlansOptions& options);

} // namespace crura::app
