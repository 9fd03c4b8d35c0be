#include "app/panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace crura::app {
namespace {

constexpr double kLabelGap = 8;
constexpr const char* kThin = "#ccc";
constexpr const char* kQuiet = "#666";

struct Point {
    double x, y;
};

// Where a curve is drawn within one pixel's width.
struct Column {
    int pixel;
    Point first, least, greatest, last; // y grows downwards
};

std::string to_path(char command, Point at)
{
    return fmt::format("{}{:.1f} {:.1f}", command, at.x, at.y);
}

// Runs without a gap, each in columns.
std::vector<std::vector<Column>> columns_of(const Panel& panel, const Curve& curve)
{
    std::vector<std::vector<Column>> runs;
    bool gap = true;
    for (std::size_t i = 0; i < curve.value.size(); ++i) {
        if (!std::isfinite(curve.value[i])) {
            gap = true;
            continue;
        }
        const Point at{panel.x(curve.time_s[i]), panel.y(curve.value[i])};
        const int pixel = int(at.x);
        if (std::exchange(gap, false))
            runs.emplace_back();
        if (runs.back().empty() || runs.back().back().pixel != pixel)
            runs.back().push_back({pixel, at, at, at, at});
        auto& column = runs.back().back();
        if (at.y > column.least.y)
            column.least = at;
        if (at.y < column.greatest.y)
            column.greatest = at;
        column.last = at;
    }
    return runs;
}

} // namespace

double Panel::y(double value) const
{
    const double share = (value - range_.low) / (range_.high - range_.low);
    return place_.top + place_.height * (1 - std::clamp(share, -1., 2.));
}

void Panel::name(const std::string& words, const std::string& smaller)
{
    const double x = 14, y = place_.top + place_.height / 2;
    svg_.text(x, smaller.empty() ? y + 4 : y - 2, words, Svg::Anchor::start, 13);
    svg_.text(x, y + 13, smaller, Svg::Anchor::start, 10, kQuiet);
}

void Panel::remark(const std::string& words)
{
    svg_.text(place_.left + place_.width / 2, place_.top + place_.height / 2 + 4, words,
              Svg::Anchor::middle, 12, kQuiet);
}

void Panel::level(double value, const std::string& words)
{
    svg_.line(place_.left, y(value), place_.left + place_.width, y(value), {.stroke = kThin});
    svg_.text(place_.left - kLabelGap, y(value) + 4, words, Svg::Anchor::end, 10, kQuiet);
}

void Panel::clipped(const std::string& path, const Svg::Style& style)
{
    if (path.empty())
        return;
    svg_.begin_clip(place_.left, place_.top, place_.width, place_.height);
    svg_.path(path, style);
    svg_.end_clip();
}

void Panel::shade(const std::vector<std::pair<double, double>>& spans_s, std::string_view fill)
{
    std::string path;
    for (const auto& [from_s, to_s] : spans_s)
        path += fmt::format("M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}Z", x(from_s), place_.top, x(to_s),
                            place_.top + place_.height, x(from_s));
    clipped(path, {.fill = fill});
}

void Panel::curve(const Curve& curve, std::string_view stroke)
{
    std::string path;
    for (const auto& run : columns_of(*this, curve)) {
        char command = 'M';
        for (const auto& column : run) {
            const bool falling = column.greatest.x <= column.least.x;
            for (const Point at : {column.first, falling ? column.greatest : column.least,
                                   falling ? column.least : column.greatest, column.last}) {
                const auto next = to_path(command, at);
                if (!path.ends_with(next))
                    path += next;
                command = 'L';
            }
        }
        if (run.size() == 1 && run[0].first.x == run[0].last.x)
            path += "h0.6"; // a point alone would not be seen
    }
    clipped(path, {.stroke = stroke, .stroke_width = 1.2});
}

void Panel::doubt(const Curve& low, const Curve& high, std::string_view fill)
{
    const auto below = columns_of(*this, low);
    const auto above = columns_of(*this, high);
    std::string path;
    for (std::size_t i = 0; i < std::min(below.size(), above.size()); ++i) {
        char command = 'M';
        for (const auto& column : above[i])
            path += to_path(std::exchange(command, 'L'), column.greatest);
        for (auto column = below[i].rbegin(); column != below[i].rend(); ++column)
            path += to_path('L', column->least);
        path += 'Z';
    }
    clipped(path, {.fill = fill});
}

} // namespace crura::app
