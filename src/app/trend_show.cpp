#include "app/trend_show.hpp"

#include "app/wall_clock.hpp"
#include "core/nearest.hpp"
#include "trend/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

namespace crura::app {
namespace {

using history::SessionRow;
using trend::Change;
using trend::Measure;
using trend::Verdict;

std::string capital(std::string text)
{
    if (!text.empty())
        text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

// As it is shown, without a minus before nothing.
std::string shown(const Measure& measure, double value)
{
    const double scale = std::pow(10, measure.decimals);
    const double rounded = std::round(value * measure.shown_times * scale) / scale;
    return fmt::format("{:.{}f}", rounded == 0 ? 0 : rounded, measure.decimals);
}

std::string row_of(const char* name, const Measure& measure, const trend::Stretch& stretch)
{
    return fmt::format("\n  {:<9} {}{} +-{}  ({} sessions, {} to {})", name,
                       shown(measure, stretch.level.value), measure.unit,
                       shown(measure, stretch.level.plus_minus), stretch.sessions,
                       local_date(stretch.from), local_date(stretch.to));
}

std::string verdict_of(const Measure& measure, const Change& change)
{
    const auto by = [&](double value) {
        return fmt::format("{} +-{}{}", shown(measure, value),
                           shown(measure, change.difference.plus_minus), measure.apart);
    };
    switch (change.verdict) {
    case Verdict::too_few:
        return fmt::format("Too few sessions yet to tell a change: {} more are needed.",
                           change.wanted);
    case Verdict::no_clear_change:
        return fmt::format("No clear change ({}).", by(change.difference.value));
    case Verdict::rose:
    case Verdict::fell:
        break;
    }
    const bool rose = change.verdict == Verdict::rose;
    return fmt::format("{} by {}, seen from {} on.", capital(rose ? measure.rose : measure.fell),
                       by(std::fabs(change.difference.value)), local_date(change.since));
}

std::string limits_of(const Measure& measure, const Change& change)
{
    if (change.spread == 0)
        return "";
    const auto sessions = fmt::format("single sessions must be {} apart to differ",
                                      shown(measure, change.between_sessions));
    if (change.smallest_seen == 0)
        return "\n  " + capital(sessions) + ".";
    return fmt::format("\n  The smallest change that could be seen is {}{}; {}.",
                       shown(measure, change.smallest_seen), measure.apart, sessions);
}

std::string paragraph_of(const Measure& measure, const Change& change)
{
    auto text = capital(measure.words);
    if (change.baseline.level.known)
        text += row_of(change.verdict == Verdict::too_few ? "so far" : "at first", measure,
                       change.baseline);
    if (change.spread > 0)
        text += fmt::format("\n  {:<9} SD {} from session to session", "",
                            shown(measure, change.spread));
    if (change.recent.level.known)
        text += row_of("lately", measure, change.recent);
    return text + "\n  " + verdict_of(measure, change) + limits_of(measure, change);
}

std::string nothing_of(std::span<const SessionRow> sessions, const std::string& program_id)
{
    if (sessions.empty())
        return "There are no sessions yet.";
    std::vector<std::string> ids;
    for (const auto& session : sessions)
        if (std::find(ids.begin(), ids.end(), session.program_id) == ids.end())
            ids.push_back(session.program_id);
    if (std::find(ids.begin(), ids.end(), program_id) == ids.end())
        return "There is no session of '" + program_id + "'" + did_you_mean(program_id, ids);
    return "No session of '" + program_id
        + "' can be put beside others yet: it takes an end, and a breath heard for 3 minutes.";
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

constexpr const char* kGrounds =
    "A level is the mean of its sessions, +- its doubt (95 %). The +- of a change holds for all "
    "measures and\nhowever often you look. A change says what is otherwise than at first, not "
    "why.";

} // namespace

std::string show_trends(std::span<const SessionRow> sessions, const std::string& program_id)
{
    const auto program = program_of(sessions, program_id);
    const auto alike = trend::alike(sessions, program);
    if (alike.empty())
        return nothing_of(sessions, program);

    std::string text =
        fmt::format("{}: what {} show, {} to {}\n", alike.back().program_name,
                    alike.size() == 1 ? "1 session" : fmt::format("{} sessions", alike.size()),
                    local_date(alike.front().began), local_date(alike.back().began));
    for (const auto& measure : trend::measures()) {
        const auto series = trend::series_of(measure, alike);
        if (!series.empty())
            text += "\n" + paragraph_of(measure, trend::change_of(measure, series)) + "\n";
    }
    text += fmt::format("\nIt rests on sessions of this program that have an end, with a breath "
                        "heard for 3 minutes or more, outside comparisons;\nthe first {} of each "
                        "measure are left out. ",
                        trend::ChangeParams{}.settling);
    if (const auto others = sessions.size() - alike.size(); others > 0)
        text += fmt::format("{} other sessions are not in it. ", others);
    return text + kGrounds;
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
