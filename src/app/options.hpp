#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace crura::app {

inline constexpr const char* kNone = "none"; // turns an output off

struct OutputOptions {
    std::string audio; // part of a device's name; empty: the default; "none"
    std::string midi;  // part of a port's name; empty: a port of our own; "none"
    std::string osc;   // PORT or HOST:PORT; empty: none
    std::string osc_prefix = "/crura";
    std::string osc_control; // PORT or HOST:PORT; empty: none
};

struct RunOptions {
    std::string program = "constructive-rest"; // an id, or a file
    std::vector<std::string> sources;          // empty: what is plugged in, else the simulator
    std::optional<double> minutes;             // scales the program
    std::string record;                        // a file; empty: one is named for us; "none"
    OutputOptions output;
};

struct PlayOptions {
    std::filesystem::path file;
    bool fast = false; // as fast as possible, in silence
    OutputOptions output;
};

// Columns of a sensor of several axes, by Band; none where there is no sensor.
using SiteColumns = std::array<std::vector<std::string>, kSites>;

struct AnalyzeOptions {
    std::filesystem::path file;
    std::filesystem::path out;
    double rate_hz = 0;
    std::string time_column;
    std::string thoracic, abdominal; // columns
    std::string sensor = "strain";   // strain, rip, magnetic, piezo or flow
    bool inverted_thoracic = false, inverted_abdominal = false; // the values fall on inspiration
    SiteColumns imu, gyro, quat;                                // three, three and four columns
    std::string calibrate;                                      // natural:0-60,belly:60-100 [s]
};

struct DevicesOptions {};
struct ProgramsOptions {};

using Options =
    std::variant<RunOptions, PlayOptions, AnalyzeOptions, DevicesOptions, ProgramsOptions>;

// The command line was not a job: help or the version was asked for (status 0), or it cannot be
// understood (status 2).
struct NoJob {
    int status = 0;
    std::string text;
};

// [main] Reads the command line.
std::variant<Options, NoJob> read_options(int argc, const char* const* argv);

} // namespace crura::app
