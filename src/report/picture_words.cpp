#include "report/picture_words.hpp"

#include "report/picture.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace crura::report {
namespace {

constexpr double kMostRows = 60;
constexpr std::size_t kMostTimes = 5; // named one by one

// The middle one of what is known in this span.
std::optional<double> middle(const Curve& curve, Span span)
{
    std::vector<float> values;
    const auto& times = curve.time_s;
    const auto first = std::lower_bound(times.begin(), times.end(), float(span.from_s));
    for (auto i = std::size_t(first - times.begin()); i < times.size(); ++i) {
        if (double(times[i]) >= span.to_s)
            break;
        if (std::isfinite(curve.value[i]))
            values.push_back(curve.value[i]);
    }
    if (values.empty())
        return std::nullopt;
    const auto nth = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

// But for the lowest and the highest twentieth.
std::optional<std::pair<double, double>> most_of(const Curve& curve)
{
    std::vector<float> values;
    std::copy_if(curve.value.begin(), curve.value.end(), std::back_inserter(values),
                 [](float each) { return std::isfinite(each); });
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return double(values[std::size_t(share * double(values.size() - 1))]);
    };
    return std::pair{at(0.05), at(0.95)};
}

// Of a sigh nobody asks how long it took.
bool lasts(EventKind kind)
{
    return kind != EventKind::sigh && kind != EventKind::gasp && kind != EventKind::short_breaths
        && kind != EventKind::posture_change && kind != EventKind::recalibration_wanted;
}

std::string bands_in_words(const Course& course)
{
    if (course.heard[0] && course.heard[1])
        return "The movement of chest and belly";
    if (course.heard[0] || course.heard[1])
        return course.heard[0] ? "The movement of the chest" : "The movement of the belly";
    return "No sensor was heard";
}

std::string number(const CurveWithDoubt& curve, Span span, double scale, const char* digits)
{
    const auto value = middle(curve.value, span);
    const auto low = middle(curve.low, span), high = middle(curve.high, span);
    if (!value || !low || !high)
        return "--";
    const auto one = [&](double each) { return fmt::format(fmt::runtime(digits), scale * each); };
    return one(*value) + " ±" + one((*high - *low) / 2);
}

} // namespace

std::string in_words(const Course& course)
{
    auto text = fmt::format("{} over {}", bands_in_words(course), lasting(course.length_s));
    if (!course.inspirations.empty())
        text += fmt::format(", {} breaths", course.inspirations.size());
    text += '.';
    if (const auto rate = most_of(course.rate_bpm.value))
        text += fmt::format(" Most of the time the breathing rate lay between {:.1f} and {:.1f} "
                            "breaths a minute.",
                            rate->first, rate->second);
    else
        text += " The breathing rate was not known.";
    if (const auto share = most_of(course.share.value))
        text += fmt::format(" The belly's share of the movement lay between {:.0f} and {:.0f} %.",
                            100 * share->first, 100 * share->second);
    else if (course.trend.known())
        text += " The belly's share is shown as a trend only.";
    for (const auto& kind : by_kind(course))
        text += fmt::format(" {}: {} at {}.", kind.name, kind.count, kind.when);
    return text + " The tables below give the numbers.";
}

std::string legend(const Course& course)
{
    std::string text;
    if (!course.inspirations.empty())
        text += each_breath_seen(course, kPlotOfA4)
            ? "Shaded: inhaling. "
            : "Tinted: how far each breath went; breath by breath, shaded: inhaling. ";
    if (course.rate_bpm.known() || course.share.known() || course.trend.known())
        text += "Grey around a line: where it lies with 95 % certainty. ";
    if (!course.occurrences.empty())
        text += "Bars: what lasted; diamonds: what was brief. ";
    if (!course.pauses.empty())
        text += "Dotted: paused. ";
    if (!course.marks_s.empty())
        text += "▼ a mark. ";
    if (!text.empty())
        text.pop_back();
    return text;
}

std::vector<KindRow> by_kind(const Course& course)
{
    std::vector<EventKind> kinds;
    for (const auto& each : course.occurrences)
        if (std::find(kinds.begin(), kinds.end(), each.kind) == kinds.end())
            kinds.push_back(each.kind);
    std::vector<KindRow> rows;
    for (const auto kind : kinds) {
        KindRow row;
        std::size_t count = 0;
        double seconds = 0;
        for (const auto& each : course.occurrences) {
            if (each.kind != kind)
                continue;
            row.name = each.name;
            seconds += std::max(0., each.when.to_s - each.when.from_s);
            if (count++ < kMostTimes)
                row.when += (row.when.empty() ? "" : ", ") + clock(each.when.from_s);
        }
        if (count > kMostTimes)
            row.when += fmt::format(" and {} more", count - kMostTimes);
        row.count = std::to_string(count);
        row.time = seconds >= 0.5 && lasts(kind) ? lasting(seconds) : "";
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<NumberRow> in_numbers(const Course& course)
{
    const double step = 60 * std::max(1., std::ceil(course.length_s / 60 / kMostRows));
    const bool calibrated = course.share.known();
    std::vector<NumberRow> rows;
    for (double from_s = 0; from_s < course.length_s; from_s += step) {
        const Span span{from_s, from_s + step};
        const auto breaths = std::count_if(
            course.inspirations.begin(), course.inspirations.end(), [span](const Span& each) {
                return each.from_s >= span.from_s && each.from_s < span.to_s;
            });
        rows.push_back({clock(from_s), number(course.rate_bpm, span, 1, "{:.1f}"),
                        calibrated ? number(course.share, span, 100, "{:.0f}") : "--",
                        std::to_string(breaths)});
    }
    return rows;
}

} // namespace crura::report
