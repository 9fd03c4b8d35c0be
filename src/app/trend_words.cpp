#include "app/trend_words.hpp"

#include "app/wall_clock.hpp"
#include "core/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

namespace crura::app {

using history::SessionRow;
using trend::Change;
using trend::Measure;
using trend::Verdict;

namespace {

std::string capital(std::string text)
{
    if (!text.empty())
        text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

} // namespace

std::string name_of(const Measure& measure)
{
    return capital(measure.words);
}

std::string shown(const Measure& measure, double value)
{
    const double scale = std::pow(10, measure.decimals);
    const double rounded = std::round(value * measure.shown_times * scale) / scale;
    return fmt::format("{:.{}f}", rounded == 0 ? 0 : rounded, measure.decimals);
}

std::string verdict_in_words(const Measure& measure, const Change& change)
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

std::string limits_in_words(const Measure& measure, const Change& change)
{
    if (change.spread == 0)
        return "";
    const auto sessions = fmt::format("single sessions must be {} apart to differ",
                                      shown(measure, change.between_sessions));
    if (change.smallest_seen == 0)
        return capital(sessions) + ".";
    return fmt::format("The smallest change that could be seen is {}{}; {}.",
                       shown(measure, change.smallest_seen), measure.apart, sessions);
}

std::string why_no_trend(std::span<const SessionRow> sessions, const std::string& program_id)
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

std::string grounds_in_words(std::size_t others)
{
    auto text = fmt::format("It rests on sessions of this program that have an end, with a breath "
                            "heard for 3 minutes or more, outside comparisons;\nthe first {} of "
                            "each measure are left out. ",
                            trend::ChangeParams{}.settling);
    if (others > 0)
        text += fmt::format("{} other sessions are not in it. ", others);
    return text
        + "A level is the mean of its sessions, +- its doubt (95 %). The +- of a change holds for "
          "all measures and\nhowever often you look. A change says what is otherwise than at "
          "first, not why.";
}

} // namespace crura::app
