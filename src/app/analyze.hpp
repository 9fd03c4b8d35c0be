#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

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
    bool for_therapist = false;                                 // with notes, decisions and limits
};

// [main] Runs the engine over a file as fast as it goes and writes breaths.csv, frames.csv,
// events.csv, summary.json and overview.svg into the folder, of a Crura recording session.csv as
// well; all or, on an error, none. The answer is a sentence for a person.
Result<std::string> analyze(const AnalyzeOptions& options);

} // namespace crura::app
