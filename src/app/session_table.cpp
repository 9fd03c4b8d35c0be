#include "app/session_table.hpp"

#include "core/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace crura::app {
namespace {

struct Row {
    Time time;
    std::string text; // without its time
};

// As RFC 4180 wants a field that may hold anything.
std::string quoted(const std::string& text)
{
    std::string field = "\"";
    for (const char each : text)
        field += each == '"' ? std::string("\"\"") : std::string(1, each);
    return field + '"';
}

Row row_of(const Decision& decision)
{
    return {decision.time,
            fmt::format("decision,{},{},{:.3f},{:.3f}", name_of(decision.kind),
                        name_of(decision.ground), decision.value, decision.limit)};
}

// A question that was let pass has no value.
Row row_of(const Answer& answer)
{
    const auto choice =
        answer.by == AnsweredBy::nobody ? std::string() : std::to_string(answer.choice);
    return {
        answer.time,
        fmt::format("answer,{},{},{},", name_of(answer.question), name_of(answer.when), choice)};
}

} // namespace

std::string session_table(std::span<const record::Said> said, std::span<const record::Note> notes,
                          Time origin, bool for_therapist)
{
    std::vector<Row> rows;
    for (const auto& each : said) {
        if (const auto* answer = std::get_if<Answer>(&each.what))
            rows.push_back(row_of(*answer));
        if (const auto* decision = std::get_if<Decision>(&each.what); decision && for_therapist)
            rows.push_back(row_of(*decision));
    }
    for (const auto& note : notes)
        if (for_therapist)
            rows.push_back({note.time, "note," + quoted(note.text) + ",,,"});
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.time < b.time; });

    std::string text = "time_s,what,which,why,value,limit\n";
    for (const auto& row : rows)
        text += fmt::format("{:.2f},{}\n", to_seconds(row.time - origin), row.text);
    return text;
}

} // namespace crura::app
