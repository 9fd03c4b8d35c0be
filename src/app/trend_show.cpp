#include "app/trend_show.hpp"

#include "app/trend_words.hpp"
#include "app/wall_clock.hpp"
#include "trend/change.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

using history::SessionRow;
using trend::Change;
using trend::Measure;
using trend::Verdict;

std::string row_of(const char* name, const Measure& measure, const trend::Stretch& stretch)
{
    return fmt::format("\n  {:<9} {}{} +-{}  ({} sessions, {} to {})", name,
                       shown(measure, stretch.level.value), measure.unit,
                       shown(measure, stretch.level.plus_minus), stretch.sessions,
                       local_date(stretch.from), local_date(stretch.to));
}

std::string paragraph_of(const Measure& measure, const Change& change)
{
    auto text = name_of(measure);
    if (change.baseline.level.known)
        text += row_of(change.verdict == Verdict::too_few ? "so far" : "at first", measure,
                       change.baseline);
    if (change.spread > 0)
        text += fmt::format("\n  {:<9} SD {} from session to session", "",
                            shown(measure, change.spread));
    if (change.recent.level.known)
        text += row_of("lately", measure, change.recent);
    const auto limits = limits_in_words(measure, change);
    return text + "\n  " + verdict_in_words(measure, change)
        + (limits.empty() ? "" : "\n  " + limits);
}

// As RFC 4180 wants a field that may hold anything.
std::string quoted(const std::string& text)
{
    std::string field = "\"";
    for (const char each : text)
        field += each == '"' ? std::string("\"\"") : std::string(1, each);
    return field + '"';
}

std::string program_of(std::span<const SessionRow> sessions, const std::string& program_id)
{
    return program_id.empty() ? trend::usual_program(sessions) : program_id;
}

} // namespace

std::string show_trends(std::span<const SessionRow> sessions, const std::string& program_id)
{
    const auto program = program_of(sessions, program_id);
    const auto alike = trend::alike(sessions, program);
    if (alike.empty())
        return why_no_trend(sessions, program);

    std::string text =
        fmt::format("{}: what {} show, {} to {}\n", alike.back().program_name,
                    alike.size() == 1 ? "1 session" : fmt::format("{} sessions", alike.size()),
                    local_date(alike.front().began), local_date(alike.back().began));
    for (const auto& measure : trend::measures()) {
        const auto series = trend::series_of(measure, alike);
        if (!series.empty())
            text += "\n" + paragraph_of(measure, trend::change_of(measure, series)) + "\n";
    }
    return text + "\n" + grounds_in_words(sessions.size() - alike.size());
}

std::string trend_table(std::span<const SessionRow> sessions, const std::string& program_id)
{
    const auto alike = trend::alike(sessions, program_of(sessions, program_id));
    std::string text = "session,began,program,measure,value,plus_minus\n";
    for (const auto& session : alike)
        for (const auto& measure : trend::measures())
            for (const auto& point : trend::series_of(measure, std::span(&session, 1)))
                text += fmt::format("{},{},{},{},{:.6g},{:.6g}\n", point.session,
                                    utc_time(point.began), quoted(session.program_id), measure.id,
                                    point.value.value, point.value.plus_minus);
    return text;
}

} // namespace crura::app
