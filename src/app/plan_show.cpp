#include "app/plan_show.hpp"

#include "core/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace crura::app {
namespace {

using sessions::Plan;
using sessions::PlanEntry;
using sessions::Session;

const Session* find_program(std::span<const Session> programs, const std::string& id)
{
    const auto found = std::find_if(programs.begin(), programs.end(),
                                    [&](const Session& each) { return each.id == id; });
    return found == programs.end() ? nullptr : &*found;
}

std::string unknown_program(const Plan& plan, const std::string& id,
                            std::span<const Session> programs)
{
    std::vector<std::string> ids;
    for (const Session& each : programs)
        ids.push_back(each.id);
    return fmt::format("The plan '{}' asks for the program '{}', which is not there{}", plan.id, id,
                       did_you_mean(id, ids));
}

std::string days_of(int from, int to)
{
    return from == to ? fmt::format("day {}", from) : fmt::format("days {} to {}", from, to);
}

// The part of an entry that lies on these days; empty when none does.
std::string entry_of(const PlanEntry& entry, const Session& program, int first, int last)
{
    const int from = std::max(entry.from, first);
    const int to = std::min(entry.to, last);
    if (from > to)
        return "";
    const double minutes = entry.minutes > 0 ? entry.minutes : to_seconds(program.duration()) / 60;
    auto text = fmt::format("\n  {:<16}{}, {:.4g} min ({})", days_of(from, to), program.name,
                            minutes, program.id);
    if (!entry.note.empty())
        text += fmt::format("\n  {:<16}{}", "", entry.note);
    return text;
}

} // namespace

Result<std::string> show_plan(const Plan& plan, std::span<const Session> programs)
{
    auto text = fmt::format("{}, {} days\n{}\n", plan.name, plan.days, plan.summary);
    for (int first = 1; first <= plan.days; first += sessions::kDaysOfWeek) {
        const auto begins_earlier = [first](const PlanEntry& a, const PlanEntry& b) {
            return std::max(a.from, first) < std::max(b.from, first);
        };
        auto entries = plan.entries;
        std::stable_sort(entries.begin(), entries.end(), begins_earlier);
        const int last = std::min(first + sessions::kDaysOfWeek - 1, plan.days);
        text += fmt::format("\nWeek {}", first / sessions::kDaysOfWeek + 1);
        for (const PlanEntry& entry : entries) {
            const Session* program = find_program(programs, entry.program);
            if (!program)
                return Error{unknown_program(plan, entry.program, programs)};
            text += entry_of(entry, *program, first, last);
        }
        text += "\n";
    }
    return text
        + "\nA day that names no program is free, and whoever leaves one out goes on with the "
          "next.";
}

} // namespace crura::app
