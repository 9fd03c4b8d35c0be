#include "sessions/guide/rate_assessment.hpp"

#include <algorithm>
#include <cstdio>

namespace crura::sessions {
namespace {

std::string number(double value)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.1f", value);
    std::string number = text;
    if (number.ends_with(".0"))
        number.resize(number.size() - 2);
    return number;
}

// Rates are tried half a breath a minute apart: more doubt than this reaches over several.
constexpr double kOneRate = 0.3;

std::string reach(const Estimate& best)
{
    if (best.plus_minus <= kOneRate)
        return "";
    return "; from " + number(best.value - best.plus_minus) + " to "
        + number(best.value + best.plus_minus) + " they were about alike";
}

} // namespace

std::string in_words(const Assessment& assessment)
{
    if (assessment.rates.empty())
        return {};
    const Estimate& best = assessment.best_bpm;
    switch (assessment.basis) {
    case Assessment::Basis::heart:
        return "With the heart: it swung most at " + number(best.value) + " a minute" + reach(best)
            + ". Another day may say otherwise.";
    case Assessment::Basis::comfort:
        return "By breath alone: " + number(best.value)
            + " a minute was the most comfortable of those tried" + reach(best)
            + ". This is not a resonance frequency.";
    case Assessment::Basis::none:
        break;
    }
    const auto counting = std::count_if(assessment.rates.begin(), assessment.rates.end(),
                                        [](const RateScore& rate) { return rate.counts; });
    return counting < 2 ? "No rate is named: fewer than two of those tried were kept and heard well"
                          " enough to compare."
                        : "No rate is named: each of those tried came with more air than the body"
                          " needs.";
}

} // namespace crura::sessions
