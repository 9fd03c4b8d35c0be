#include "app/history_show.hpp"

#include "app/care_words.hpp"
#include "app/wall_clock.hpp"
#include "sessions/phrases.hpp"
#include "sessions/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace crura::app {
namespace {

using history::SessionFigures;
using history::SessionRow;

constexpr const char* kUnknown = "--";

std::string number(const Estimate& value, int decimals)
{
    return value.known
        ? fmt::format("{:.{}f} +-{:.{}f}", value.value, decimals, value.plus_minus, decimals)
        : kUnknown;
}

std::string percent(const Estimate& value)
{
    return value.known ? fmt::format("{:.0f} % +-{:.0f}", 100 * value.value, 100 * value.plus_minus)
                       : kUnknown;
}

std::string share(const SessionFigures& figures)
{
    if (!figures.abdominal_share.known || figures.partition == Partition::none)
        return kUnknown;
    return figures.partition == Partition::calibrated ? percent(figures.abdominal_share)
                                                      : "trend only";
}

std::string choice(const std::optional<std::uint8_t>& answer)
{
    return answer ? std::to_string(*answer) : kUnknown;
}

std::string ease(const SessionFigures& figures)
{
    if (!figures.ease_before && !figures.ease_after)
        return kUnknown;
    return choice(figures.ease_before) + " -> " + choice(figures.ease_after);
}

std::string in_minutes(double seconds)
{
    return fmt::format("{:.0f}", seconds / 60);
}

struct Line {
    std::string id, when, program, minutes, rate, share, ease, end;
};

Line line_of(const SessionRow& session)
{
    const auto& figures = session.figures;
    return {std::to_string(session.id),
            local_time(session.began),
            session.program_name,
            in_minutes(figures.length_s),
            number(figures.breath_rate_bpm, 1),
            share(figures),
            ease(figures),
            session.ended ? "" : "broken off"};
}

std::string text_of(const Line& line, int id_width, int program_width)
{
    auto text = fmt::format("{:>{}}  {:<16}  {:<{}}  {:>4}  {:>16}  {:>11}  {:<8}  {}", line.id,
                            id_width, line.when, line.program, program_width, line.minutes,
                            line.rate, line.share, line.ease, line.end);
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

// A name and what is known of it, where anything is.
struct Figure {
    const char* name;
    std::string text;
};

std::vector<Figure> figures_of(const SessionRow& session)
{
    const auto& figures = session.figures;
    const auto known = [](bool is, std::string text) { return is ? std::move(text) : ""; };
    const auto of_four = [](const std::optional<std::uint8_t>& answer) {
        return answer ? fmt::format("{} of 4", *answer) : std::string();
    };
    const bool any_share = figures.abdominal_share.known && figures.partition != Partition::none;
    return {
        {"length",
         fmt::format("{} min, a breath was heard in {} of them", in_minutes(figures.length_s),
                     in_minutes(figures.heard_s))},
        {"breaths", std::to_string(figures.breaths)},
        {"breaths a minute", number(figures.breath_rate_bpm, 1)},
        {"belly share",
         any_share && figures.partition == Partition::uncalibrated
             ? "~" + percent(figures.abdominal_share) + " (trend only: not calibrated)"
             : share(figures)},
        {"below 10 a minute",
         number(figures.slow_minutes, 1) + (figures.slow_minutes.known ? " min" : "")},
        {"carry-over", known(figures.carry_over.known, percent(figures.carry_over))},
        {"comfort of the pace", of_four(figures.comfort)},
        {"ease before", of_four(figures.ease_before)},
        {"ease after", of_four(figures.ease_after)},
        {"tremor", known(figures.tremor_s > 0, fmt::format("{:.1f} min", figures.tremor_s / 60))},
        {"sighs", known(figures.sighs > 0, std::to_string(figures.sighs))},
        {"brakes", known(figures.brakes > 0, std::to_string(figures.brakes))},
        {"sensors", session.sensors},
        {"recording", session.recording},
        {"crura", session.crura_version},
    };
}

std::string head_of(const SessionRow& session)
{
    auto text = fmt::format("Session {}: {}, {}", session.id, session.program_name,
                            local_time(session.began));
    if (session.arm)
        text += fmt::format(", side {} of comparison {}", session.arm->side == 'a' ? 'A' : 'B',
                            session.arm->comparison);
    if (!session.ended)
        text += ", broken off";
    return text;
}

// What was said or marked, by time.
struct Moment {
    double at_s;
    std::string text;
};

std::vector<Moment> moments_of(const history::Batch& rows)
{
    sessions::Session english;
    english.phrases = sessions::english_phrases();
    std::vector<Moment> moments;
    for (const auto& row : rows.answers) {
        const Answer answer{row.question, row.when, row.by, row.choice, {}};
        const auto words = words_of(answer, english);
        if (!words.empty())
            moments.push_back({row.at_s, fmt::format("{} ({})", words, name_of(row.when))});
    }
    for (const auto& row : rows.markers)
        moments.push_back({row.at_s, row.text.empty() ? row.kind : row.kind + ": " + row.text});
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return a.at_s < b.at_s; });
    return moments;
}

} // namespace

std::string show_sessions(std::span<const SessionRow> sessions)
{
    if (sessions.empty())
        return "There are no sessions yet.";
    std::vector<Line> lines = {
        {"", "when", "program", "min", "breaths a minute", "belly share", "ease", ""}};
    std::size_t id_width = 0, program_width = 0;
    for (const auto& session : sessions) {
        lines.push_back(line_of(session));
        id_width = std::max(id_width, lines.back().id.size());
    }
    for (const auto& line : lines)
        program_width = std::max(program_width, fmt::formatted_size("{}", line.program));
    std::string text;
    for (const auto& line : lines)
        text += (text.empty() ? "" : "\n") + text_of(line, int(id_width), int(program_width));
    return text;
}

std::string show_session(const history::SessionDetail& detail)
{
    std::string text = head_of(detail.session);
    for (const auto& figure : figures_of(detail.session))
        if (!figure.text.empty())
            text += fmt::format("\n  {:<20}{}", figure.name, figure.text);
    const auto moments = moments_of(detail.rows);
    if (!moments.empty())
        text += "\n";
    for (const auto& moment : moments)
        text += fmt::format("\n  {:>7}  {}", minutes(from_seconds(moment.at_s)), moment.text);
    return text;
}

} // namespace crura::app
