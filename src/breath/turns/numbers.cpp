#include "breath/turns/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kOfMedian = 3.06; // 95 % of the median of 7: Student's 2.45, times 1.25

constexpr double kPulled = 2; // doubt, in distances of the mean from the median

double doubt_of_median(const dsp::OnsetPredictor& times, double least_spread_s)
{
    return kOfMedian * std::max(times.spread_s(), least_spread_s)
        / std::sqrt(double(times.count()));
}

void say_what_comes(const Cycle& cycle, double time_s, BreathState& state)
{
    const auto expected = cycle.expected();
    if (!expected)
        return;
    const double elapsed_s = time_s - expected->since_s + cycle.group_delay_s();
    const double first_s = std::max(expected->lasts_s - elapsed_s, 0.);
    const double doubt_s = 2 * std::max(expected->error_s, 0.05);
    const Estimate first{first_s, doubt_s, true};
    const Estimate second{first_s + expected->then_s, 1.5 * doubt_s, true};
    state.next_inspiration_s = expected->inspiring ? second : first;
    state.next_expiration_s = expected->inspiring ? first : second;
}

} // namespace

void say_numbers(const Cycle& cycle, double time_s, bool doubtful, BreathState& state)
{
    state.breath_rate_bpm = state.inspiratory_time_s = state.expiratory_time_s = {};
    state.next_inspiration_s = state.next_expiration_s = {};
    const auto& times = cycle.breath_times();
    const auto& inspirations = cycle.inspiratory_times();
    if (doubtful || times.count() < 2 || !cycle.inspiration_s())
        return;

    const double elapsed_s = time_s - *cycle.inspiration_s() + cycle.group_delay_s();
    const double expected_s = times.interval_s();
    state.cycle_position = std::clamp(elapsed_s / expected_s, 0., 0.999);
    if (elapsed_s > 2 * times.median_s() + 5) // the last breath no longer speaks for this one
        return;

    const double median_s = times.median_s();
    const double doubt_s = doubt_of_median(times, 0.02 * median_s);
    const double mean_s = cycle.mean_breath_s(time_s);
    // turns too many or too few pull the mean away from the median
    const double pulled_s = kPulled * std::fabs(mean_s - median_s);
    state.breath_rate_bpm = {60 / mean_s, 60 / mean_s * std::hypot(doubt_s, pulled_s) / mean_s,
                             true};
    const double ti_s = inspirations.median_s();
    const double ti_doubt_s = doubt_of_median(inspirations, 0.05);
    state.inspiratory_time_s = {ti_s, ti_doubt_s, true};
    state.expiratory_time_s = {mean_s - ti_s, std::hypot(doubt_s, ti_doubt_s), true};
    say_what_comes(cycle, time_s, state);
}

double regularity(const Cycle& cycle, double time_s)
{
    const auto& times = cycle.breath_times();
    const double irregular = std::min(times.spread_s() / times.median_s(), 0.5);
    const double overdue = (time_s - *cycle.inspiration_s()) / times.median_s() - 1.5;
    return (1 - std::clamp(overdue / 2, 0., 1.)) * (1 - irregular);
}

} // namespace crura::breath
