#include "app/comparison_show.hpp"

#include "app/wall_clock.hpp"

#include <fmt/format.h>

#include <cmath>

namespace crura::app {
namespace {

using history::ComparisonRow;
using trend::Comparison;
using trend::Measure;
using trend::Outcome;

std::string shown(const Measure& measure, double value)
{
    return fmt::format("{:.{}f}", measure.shown_times * value, measure.decimals);
}

std::string level(const Measure& measure, const Estimate& value)
{
    return fmt::format("{}{} +-{}", shown(measure, value.value), measure.unit,
                       shown(measure, value.plus_minus));
}

std::string head_of(const ComparisonRow& comparison, const Measure& measure)
{
    return fmt::format("Comparison {}: A is {}, B is {}; what is compared is {}; begun {}",
                       comparison.id, comparison.a, comparison.b, measure.words,
                       local_date(comparison.began));
}

// A side that is left more often is a finding, too.
std::string repeated(const Comparison& result)
{
    if (result.repeated_a + result.repeated_b == 0)
        return "";
    return fmt::format("\nSessions that did not count (ended early, broken off or without an "
                       "outcome) and came again: {} with A, {} with B.",
                       result.repeated_a, result.repeated_b);
}

std::string finding(const Measure& measure, const Comparison& result)
{
    const auto width = shown(measure, result.difference.plus_minus);
    if (result.outcome == Outcome::no_clear_difference)
        return fmt::format("No clear difference: B less A is {} +-{}{}.",
                           shown(measure, result.difference.value), width, measure.apart);
    const bool more = result.outcome == Outcome::b_more;
    return fmt::format("With B {} by {} +-{}{}.", more ? measure.rose : measure.fell,
                       shown(measure, std::fabs(result.difference.value)), width, measure.apart);
}

std::string result_of(const Measure& measure, const Comparison& result)
{
    return fmt::format("\n  A  {}\n  B  {}\n{} It rests on {} pairs; a difference below {}{} could "
                       "not be told.",
                       level(measure, result.a), level(measure, result.b), finding(measure, result),
                       result.pairs, shown(measure, result.smallest_seen), measure.apart);
}

} // namespace

std::string show_comparison(const ComparisonRow& comparison,
                            std::span<const history::SessionRow> sessions)
{
    const Measure* measure = trend::find_measure(comparison.outcome);
    if (!measure)
        return fmt::format("Comparison {} is about '{}', which this Crura does not measure.",
                           comparison.id, comparison.outcome);
    const auto result = trend::compare(comparison, sessions);
    auto text = head_of(comparison, *measure)
        + fmt::format("\n{} of {} sessions are done.", result.done, result.planned);
    if (result.difference.known)
        text += result_of(*measure, result);
    else if (comparison.ended)
        text += " It was ended, with too few pairs for a result.";
    else
        text += " What it shows is told when all are, so that nobody stops at a lucky moment; "
                "which side comes next is drawn by lot and told when the session begins.";
    return text + repeated(result);
}

} // namespace crura::app
