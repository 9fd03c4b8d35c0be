#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace crura::sessions {

inline constexpr int kDaysOfWeek = 7;
inline constexpr int kLongestPlanDays = 365;

// What is practised on some days of a plan.
struct PlanEntry {
    int from = 1;        // the first day, from 1
    int to = 1;          // the last one
    std::string program; // its id
    double minutes = 0;  // 0: as long as the program is written
    std::string note;    // may be empty
};

// A course of days or weeks that chains programs: sessions/plans/*.toml, which docs/programs.md
// explains. Days may be left free, and a day may have several programs.
struct Plan {
    std::string id; // the file's name without its ending
    std::string name;
    std::string summary;
    int days = 0;
    std::vector<PlanEntry> entries; // as written, at least one
};

struct PlanDay {
    int day = 1;                    // from 1
    std::vector<PlanEntry> entries; // in the order of the plan; none on a free day
};

// Reads one plan; the error lists every mistake as that of load_session does. [any]
Result<Plan> load_plan(const std::filesystem::path& file);
Result<Plan> parse_plan(std::string_view text, const std::string& file_name);

// All days of a plan, free ones too. [any]
std::vector<PlanDay> days_of(const Plan& plan);

} // namespace crura::sessions
