#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

namespace crura::app {

// Each adds one command about recordings and other tools' files, whose options are read into
// `options`.
CLI::App* add_play(CLI::App& crura, PlayOptions& options);
CLI::App* add_analyze(CLI::App& crura, AnalyzeOptions& options);
CLI::App* add_listen(CLI::App& crura, ListenOptions& options);

} // namespace crura::app
