#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

namespace crura::test {

// What the real-time guard saw.
struct RtReport {
    std::uint64_t sections = 0;   // that were watched
    std::uint64_t violations = 0; // in all of them
    std::string first;            // the first violation: "malloc", "system call 39"
};

// What a program with crura_rt_guard in LD_PRELOAD wrote to the file that CRURA_RT_GUARD_REPORT
// named. Nothing: it wrote no report, did not exit in good order, or the guard does not work here.
inline std::optional<RtReport> read_rt_report(const std::string& path)
{
    std::ifstream file(path);
    RtReport report;
    std::string sections, violations, first;
    if (!(file >> sections >> report.sections >> violations >> report.violations >> first)
        || sections != "sections" || violations != "violations" || first != "first")
        return std::nullopt;
    std::getline(file >> std::ws, report.first);
    return report;
}

} // namespace crura::test
