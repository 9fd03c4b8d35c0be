#include "sessions/plan.hpp"

#include "forms/form.hpp"
#include "sessions/reading.hpp"
#include "sessions/session.hpp"
#include "sessions/wording.hpp"

#include <cmath>
#include <utility>

namespace crura::sessions {

namespace {

using namespace reading;

constexpr int kFormat = 1;
constexpr Range kDays{1, kLongestPlanDays};
constexpr Range kMinutes{kShortestMinutes, kLongestMinutes};
constexpr std::size_t kMostEntries = 100;

// Nobody is counted what they left out.
void check_words(const Table& table, std::string_view key, const std::string& text)
{
    if (mentions(text, "streak") || mentions(text, "streaks"))
        mistake_at(table, key, text_of(key, " speaks of a streak; speak of days and weeks"));
    else if (const auto* found = find_discouraged(text))
        mistake_at(table, key,
                   text_of(key, " does not say ", quoted(found->word), "; say ", found->instead));
}

// A day's number, which must be there; 0 when it is wrong.
int read_day(const Table& table, std::string_view key, Range permitted)
{
    const auto day = table.number(key, permitted);
    if (day && *day == std::floor(*day))
        return int(*day);
    if (day)
        mistake_at(table, key, text_of(key, " is ", *day, "; write a whole number"));
    return 0;
}

void read_about(const Table& file, Plan& plan)
{
    const auto value = file.need("plan", "[plan], and below it what it is");
    if (!value)
        return;
    const auto table = value->table("[plan]", {"name", "summary", "days"});
    if (!table)
        return value->mistake("write [plan] on a line of its own");
    plan.name = table->text("name", kLongestName);
    plan.summary = table->text("summary", kLongestSentence);
    check_words(*table, "summary", plan.summary);
    plan.days = read_day(*table, "days", kDays);
}

void check_days(const Table& table, const PlanEntry& entry, const Plan& plan)
{
    if (entry.from == 0 || entry.to == 0)
        return;
    if (entry.to < entry.from)
        mistake_at(table, "to",
                   text_of("to is ", entry.to, ", before from, which is ", entry.from,
                           "; write the first day in from and the last in to"));
    else if (plan.days > 0 && entry.to > plan.days)
        mistake_at(table, "to",
                   text_of("to is ", entry.to, ", but the plan has ", plan.days,
                           " days; permitted is ", entry.from, " .. ", plan.days));
}

PlanEntry read_entry(const Table& table, const Plan& plan)
{
    PlanEntry entry;
    entry.from = read_day(table, "from", kDays);
    entry.to = table.find("to") ? read_day(table, "to", kDays) : entry.from;
    check_days(table, entry, plan);
    entry.program = table.text("program", kLongestName);
    check_id(table, "program", entry.program);
    entry.minutes = table.number_or(0, "minutes", kMinutes);
    entry.note = table.text_or("", "note", kLongestSentence);
    check_words(table, "note", entry.note);
    return entry;
}

void read_entries(const Table& file, Plan& plan)
{
    const auto list = file.need("day", "[[day]], and below it from, to and program");
    if (!list)
        return;
    if (list->is_table())
        return list->mistake("write [[day]] in two pairs of brackets");
    file.each("day", kMostEntries, [&](const Value& value) {
        const auto table = value.table("[[day]]", {"from", "to", "program", "minutes", "note"});
        if (!table)
            return value.mistake("days begin with [[day]] on a line of its own");
        plan.entries.push_back(read_entry(*table, plan));
    });
}

} // namespace

Result<Plan> parse_plan(std::string_view text, const std::string& file_name)
{
    Plan plan;
    plan.id = std::filesystem::path(file_name).stem().string();
    const auto read =
        forms::read_form(text, file_name, {"format", "plan", "day"}, [&](const Table& file) {
            forms::check_format(file, kFormat);
            read_about(file, plan);
            read_entries(file, plan);
        });
    return read ? Result<Plan>(std::move(plan)) : read.error();
}

Result<Plan> load_plan(const std::filesystem::path& file)
{
    const auto text = forms::read_file(file, "`crura plan` lists those there are.");
    return text ? parse_plan(*text, file.string()) : text.error();
}

std::vector<PlanDay> days_of(const Plan& plan)
{
    std::vector<PlanDay> days;
    for (int day = 1; day <= plan.days; ++day) {
        days.push_back({day, {}});
        for (const PlanEntry& entry : plan.entries)
            if (entry.from <= day && day <= entry.to)
                days.back().entries.push_back(entry);
    }
    return days;
}

} // namespace crura::sessions
