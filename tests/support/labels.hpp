#pragma once

#include "core/breath_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// Reference labels of real recordings (shared data, labels/README.md) and how breaths are scored
// against them: the rules in the head of labels/score.py there, which gives the same figures.

inline constexpr double kToleranceS = 0.5;
inline constexpr double kSkippedS = 8; // the labels of the start are not trusted

struct Span {
    double from_s;
    double to_s;
};

// All times count from the recording's first sample.
struct Labels {
    struct Events {
        std::vector<double> time_s;
        std::vector<Span> holes; // around a label that was not certain: nothing is counted there
    };
    Events inspiration;
    Events expiration;
    std::vector<Span> excluded;
    std::size_t breaths = 0;
    double last_s = 0; // of either kind
};

struct EventScore {
    int hits = 0;
    int missed = 0;
    int false_alarms = 0;
    std::vector<double> error_s;   // of the hits: found - reference
    std::vector<double> latency_s; // of the hits: known - reference

    double f1() const { return hits == 0 ? 0 : 2. * hits / (2. * hits + missed + false_alarms); }
};

struct Score {
    EventScore inspiration;
    EventScore expiration;
    std::vector<double> rate_error_bpm; // per window of 30 s
    int windows_without_rate = 0;

    double rate_mae_bpm() const
    {
        double sum = 0;
        for (const double error : rate_error_bpm)
            sum += std::fabs(error);
        return rate_error_bpm.empty() ? std::numeric_limits<double>::quiet_NaN()
                                      : sum / double(rate_error_bpm.size());
    }
};

// Linear between the ranks; NaN for nothing.
inline double percentile(std::vector<double> values, double percent)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const double at = percent / 100 * double(values.size() - 1);
    const auto below = std::size_t(at);
    const auto above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - double(below)) * (values[above] - values[below]);
}

inline std::vector<double> magnitudes(std::vector<double> values)
{
    for (auto& value : values)
        value = std::fabs(value);
    return values;
}

using Row = std::vector<std::string>;

// The fields of a plain CSV, the header first; throws where there is none.
inline std::vector<Row> rows_of(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::vector<Row> rows;
    for (std::string line; std::getline(file, line);) {
        Row row(1);
        for (const char c : line)
            if (c == ',')
                row.emplace_back();
            else if (c != '\r')
                row.back() += c;
        rows.push_back(row);
    }
    if (rows.empty())
        throw std::runtime_error(path.string() + ": no rows");
    return rows;
}

namespace detail {

// The pairs (reference, found) within the tolerance: as many as possible, then the least error.
inline std::vector<std::pair<std::size_t, std::size_t>>
matches(const std::vector<double>& reference, const std::vector<double>& found)
{
    constexpr double kPair = -1000; // one pair more is worth any error
    enum Step : std::uint8_t { skip_reference, skip_found, pair };
    const std::size_t rows = reference.size() + 1, columns = found.size() + 1;
    std::vector<double> cost(rows * columns, 0);
    std::vector<Step> step(rows * columns, skip_reference);
    for (std::size_t i = 1; i < rows; ++i)
        for (std::size_t j = 1; j < columns; ++j) {
            const std::size_t here = i * columns + j, above = here - columns;
            cost[here] = cost[above];
            if (cost[here - 1] < cost[here]) {
                cost[here] = cost[here - 1];
                step[here] = skip_found;
            }
            const double error = std::fabs(reference[i - 1] - found[j - 1]);
            if (error <= kToleranceS + 1e-9 && cost[above - 1] + error + kPair < cost[here]) {
                cost[here] = cost[above - 1] + error + kPair;
                step[here] = pair;
            }
        }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = rows - 1, j = columns - 1; i > 0 && j > 0;) {
        const Step back = step[i * columns + j];
        if (back == pair)
            pairs.emplace_back(i - 1, j - 1);
        i -= back != skip_found;
        j -= back != skip_reference;
    }
    return pairs;
}

struct Found {
    double time_s;
    double known_s;
};

inline EventScore score_events(const Labels& labels, const Labels::Events& reference,
                               std::vector<Found> found)
{
    std::sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.time_s < b.time_s; });
    const auto left_out = [&labels](double time_s) {
        return time_s < kSkippedS || time_s > labels.last_s + kToleranceS
            || std::any_of(labels.excluded.begin(), labels.excluded.end(), [time_s](Span span) {
                   return span.from_s <= time_s && time_s <= span.to_s;
               });
    };
    const auto in_hole = [&reference](double time_s) {
        return std::any_of(reference.holes.begin(), reference.holes.end(), [time_s](Span span) {
            return span.from_s < time_s && time_s < span.to_s;
        });
    };

    EventScore score;
    std::vector<double> times;
    for (const auto& event : found)
        times.push_back(event.time_s);
    std::vector<bool> met(reference.time_s.size()), used(found.size());
    for (const auto& [i, j] : matches(reference.time_s, times)) {
        met[i] = used[j] = true;
        if (left_out(reference.time_s[i]))
            continue;
        ++score.hits;
        score.error_s.push_back(times[j] - reference.time_s[i]);
        score.latency_s.push_back(found[j].known_s - reference.time_s[i]);
    }
    for (std::size_t i = 0; i < met.size(); ++i)
        score.missed += !met[i] && !left_out(reference.time_s[i]);
    for (std::size_t j = 0; j < used.size(); ++j)
        score.false_alarms += !used[j] && !left_out(times[j]) && !in_hole(times[j]);
    return score;
}

// From the inspiration onsets within a window.
inline std::optional<double> rate_bpm(const std::vector<double>& onsets, Span window)
{
    const auto first = std::lower_bound(onsets.begin(), onsets.end(), window.from_s);
    const auto last = std::lower_bound(first, onsets.end(), window.to_s);
    if (last - first < 3)
        return std::nullopt;
    return 60 * double(last - first - 1) / (*(last - 1) - *first);
}

} // namespace detail

inline Labels read_labels(const std::filesystem::path& folder, const std::string& recording)
{
    constexpr double kForever = std::numeric_limits<double>::infinity();
    Labels labels;
    std::array<Labels::Events*, 2> kinds{&labels.inspiration, &labels.expiration};
    labels.last_s = -kForever;
    std::vector<std::pair<double, Labels::Events*>> open; // holes whose end is to come
    auto rows = rows_of(folder / (recording + ".csv"));
    rows.erase(rows.begin());
    labels.breaths = rows.size();
    for (const auto& row : rows)
        for (std::size_t kind = 0; kind < 2; ++kind) {
            if (row.at(kind).empty()) {
                open.emplace_back(labels.last_s, kinds[kind]);
                continue;
            }
            labels.last_s = std::stod(row[kind]);
            kinds[kind]->time_s.push_back(labels.last_s);
            for (auto& [from_s, events] : open)
                events->holes.push_back({from_s, labels.last_s});
            open.clear();
        }
    for (auto& [from_s, events] : open)
        events->holes.push_back({from_s, kForever});
    for (const auto& row : rows_of(folder / "excluded.csv"))
        if (row.at(0) == recording)
            labels.excluded.push_back({std::stod(row.at(1)), std::stod(row.at(2))});
    return labels;
}

// Breaths as the tracker reports them, on the time axis of the labels.
inline Score score(const Labels& labels, const std::vector<Breath>& breaths)
{
    std::vector<detail::Found> inspirations, expirations;
    std::vector<double> onsets;
    for (const auto& breath : breaths) {
        onsets.push_back(to_seconds(breath.inspiration_onset));
        inspirations.push_back({onsets.back(), to_seconds(breath.inspiration_known_at)});
        expirations.push_back(
            {to_seconds(breath.expiration_onset), to_seconds(breath.expiration_known_at)});
    }
    Score score;
    score.inspiration = detail::score_events(labels, labels.inspiration, inspirations);
    score.expiration = detail::score_events(labels, labels.expiration, expirations);

    std::sort(onsets.begin(), onsets.end());
    for (double from_s = kSkippedS; from_s + 30 <= labels.last_s + 1e-9; from_s += 10) {
        const Span window{from_s, from_s + 30};
        const auto touches = [window](Span span) {
            return span.from_s < window.to_s && span.to_s > window.from_s;
        };
        const auto& holes = labels.inspiration.holes;
        if (std::any_of(labels.excluded.begin(), labels.excluded.end(), touches)
            || std::any_of(holes.begin(), holes.end(), touches))
            continue;
        const auto reference = detail::rate_bpm(labels.inspiration.time_s, window);
        const auto found = detail::rate_bpm(onsets, window);
        if (reference && found)
            score.rate_error_bpm.push_back(*found - *reference);
        else if (reference)
            ++score.windows_without_rate;
    }
    return score;
}

} // namespace crura::test
