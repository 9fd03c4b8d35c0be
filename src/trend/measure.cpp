#include "trend/measure.hpp"

#include <algorithm>
#include <array>

namespace crura::trend {
namespace {

using history::SessionFigures;

constexpr double kHalfAChoice = 0.5;

Estimate share_of(const SessionFigures& figures, Partition basis)
{
    return figures.partition == basis ? figures.abdominal_share : Estimate{};
}

Estimate answer(const std::optional<std::uint8_t>& choice)
{
    return choice ? Estimate{double(*choice), kHalfAChoice, true} : Estimate{};
}

Estimate ease_change(const SessionFigures& figures)
{
    if (!figures.ease_before || !figures.ease_after)
        return {};
    return {double(*figures.ease_after) - double(*figures.ease_before), 2 * kHalfAChoice, true};
}

constexpr std::array<Measure, 9> kMeasures = {{
    {"breath_rate", "breaths a minute", "", " breaths a minute", "faster", "slower", 1, 1, 0.1, 3,
     [](const SessionFigures& figures) { return figures.breath_rate_bpm; }},
    {"abdominal_share", "belly share", " %", " points", "more belly", "less belly", 100, 0, 0.01,
     0.2, [](const SessionFigures& figures) { return share_of(figures, Partition::calibrated); }},
    {"abdominal_share_trend", "belly share, trend only", " %", " points", "more belly",
     "less belly", 100, 0, 0.01, 0.2,
     [](const SessionFigures& figures) { return share_of(figures, Partition::uncalibrated); }},
    {"slow_minutes", "minutes below 10 breaths a minute", " min", " min", "longer", "shorter", 1, 1,
     0.5, 5, [](const SessionFigures& figures) { return figures.slow_minutes; }},
    {"carry_over", "carry-over", " %", " points", "more stays", "less stays", 100, 0, 0.02, 0.4,
     [](const SessionFigures& figures) { return figures.carry_over; }},
    {"comfort", "comfort of the pace", " of 4", " steps", "higher", "lower", 1, 1, 0.3, 1,
     [](const SessionFigures& figures) { return answer(figures.comfort); }},
    {"ease_before", "ease before", " of 4", " steps", "higher", "lower", 1, 1, 0.3, 1,
     [](const SessionFigures& figures) { return answer(figures.ease_before); }},
    {"ease_after", "ease after", " of 4", " steps", "higher", "lower", 1, 1, 0.3, 1,
     [](const SessionFigures& figures) { return answer(figures.ease_after); }},
    {"ease_change", "ease after less before", " steps", " steps", "higher", "lower", 1, 1, 0.4, 1,
     ease_change},
}};

} // namespace

std::span<const Measure> measures()
{
    return kMeasures;
}

const Measure* find_measure(std::string_view id)
{
    const auto found = std::find_if(kMeasures.begin(), kMeasures.end(),
                                    [id](const Measure& each) { return each.id == id; });
    return found == kMeasures.end() ? nullptr : &*found;
}

} // namespace crura::trend
