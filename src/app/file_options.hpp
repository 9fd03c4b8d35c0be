#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

namespace crura::app {

// Each adds one command about recordings and other tools' files, whose options are read into
// `options`.
CLI::App* add_play(CLI::App& crura, PlayOptions& options);
CLI::App* add_analyze(CLI::App& crura, AnalyzeOptions& options);
CLI::App* add_listen(CLI::App& crura, ListenOptions& options);
CLI::App* add_replay(CLI::App& crura, ReplayOptions& options);
CLI::App* add_export(CLI::App& crura, ExportJob& job);
CLI::App* add_import(CLI::App& crura, ImportOptions& options);
CLI::App* add_report(CLI::App& crura, ReportOptions& options);
CLI::App* add_seal(CLI::App& crura, SealOptions& options);
CLI::App* add_unseal(CLI::App& crura, UnsealOptions& options);

} // namespace crura::app
