#pragma once

#include "app/options.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace crura::app {

// Adds the options about sound, MIDI, OSC and touch to a command.
void add_output(CLI::App& command, OutputOptions& output);

// And the one about sensors.
void add_sources(CLI::App& command, std::vector<std::string>& sources);

} // namespace crura::app
