#include "trend/comparison.hpp"

#include "trend/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace crura::trend {
namespace {

constexpr std::uint32_t kFewest = 12, kMost = 200;
constexpr std::size_t kFewestPairs = kFewest / 2;
constexpr double kOutside = 0.05;

// One throw of a coin for a pair, the same on every machine (SplitMix64: Steele, Lea and Flood,
// 2014).
bool b_first(std::uint64_t seed, std::uint64_t pair)
{
    std::uint64_t z = seed + (pair + 1) * 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return ((z ^ (z >> 31)) & 1) != 0;
}

// The mean with its 95 % interval; `floor` is the least spread that is believed.
Estimate mean_of(const std::vector<double>& values, double floor)
{
    const double n = double(values.size());
    double sum = 0, squares = 0;
    for (const double value : values)
        sum += value;
    for (const double value : values)
        squares += (value - sum / n) * (value - sum / n);
    const double spread = std::max(std::sqrt(squares / (n - 1)), floor);
    return {sum / n, student_t(kOutside, n - 1) * spread / std::sqrt(n), true};
}

void conclude(Comparison& result, const history::ComparisonRow& comparison, const Measure& measure,
              std::span<const double> values)
{
    std::vector<double> a, b, differences;
    for (std::size_t place = 0; place + 1 < values.size(); place += 2) {
        const bool b_came_first = side_at(comparison, place) == 'b';
        a.push_back(values[place + (b_came_first ? 1 : 0)]);
        b.push_back(values[place + (b_came_first ? 0 : 1)]);
        differences.push_back(b.back() - a.back());
    }
    result.pairs = differences.size();
    if (result.pairs < kFewestPairs)
        return;
    result.a = mean_of(a, measure.smallest_spread);
    result.b = mean_of(b, measure.smallest_spread);
    result.difference = mean_of(differences, measure.smallest_spread);
    result.smallest_seen = result.difference.plus_minus;
    result.outcome = std::fabs(result.difference.value) <= result.difference.plus_minus
        ? Outcome::no_clear_difference
        : result.difference.value > 0 ? Outcome::b_more
                                      : Outcome::b_less;
}

} // namespace

Result<void> check(const history::ComparisonRow& comparison)
{
    if (!find_measure(comparison.outcome))
        return Error{"A comparison needs an outcome that is measured, not '" + comparison.outcome
                     + "'."};
    if (comparison.sessions < kFewest || comparison.sessions > kMost
        || comparison.sessions % 2 != 0)
        return Error{"A comparison takes an even number of sessions, 12 to 200, not "
                     + std::to_string(comparison.sessions) + "."};
    return {};
}

char side_at(const history::ComparisonRow& comparison, std::size_t place)
{
    return b_first(comparison.seed, place / 2) == (place % 2 == 0) ? 'b' : 'a';
}

Comparison compare(const history::ComparisonRow& comparison,
                   std::span<const history::SessionRow> sessions)
{
    Comparison result;
    result.planned = comparison.sessions;
    const Measure* measure = find_measure(comparison.outcome);
    std::vector<double> values; // of the sessions that count
    for (const auto& session : sessions) {
        if (!measure || !session.arm || session.arm->comparison != comparison.id
            || values.size() == result.planned)
            continue;
        const Estimate value = measure->of(session.figures);
        if (session.finished && value.known
            && session.arm->side == side_at(comparison, values.size()))
            values.push_back(value.value);
        else
            ++(session.arm->side == 'a' ? result.repeated_a : result.repeated_b);
    }
    result.done = values.size();
    result.next = side_at(comparison, values.size());
    if (measure && (result.done == result.planned || comparison.ended))
        conclude(result, comparison, *measure, values);
    return result;
}

} // namespace crura::trend
