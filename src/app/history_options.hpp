#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

namespace crura::app {

// The options that say whose history is meant.
void add_history_choice(CLI::App& command, HistoryChoice& choice);

// Each adds one command about what is kept of many sessions, whose options are read into `options`.
CLI::App* add_history(CLI::App& crura, HistoryOptions& options);
CLI::App* add_people(CLI::App& crura, PeopleOptions& options);
CLI::App* add_compare(CLI::App& crura, CompareOptions& options);
CLI::App* add_doctor(CLI::App& crura, DoctorOptions& options);
CLI::App* add_forget(CLI::App& crura, ForgetEverythingOptions& options);

} // namespace crura::app
