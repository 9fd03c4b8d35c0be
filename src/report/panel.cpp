#include "report/panel.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace crura::report {
namespace {

constexpr double kLabelGap = 5;
constexpr double kColumn = 0.75;     // points: what is narrower is not seen
constexpr double kBroadColumn = 1.5; // of an envelope
constexpr Font kName{.size = 8.5, .bold = true, .colour = colours::kInk};
constexpr Font kSmall{.size = 7, .colour = colours::kQuiet};

// Where a curve is drawn within one column.
struct Column {
    int number;
    Point first, least, greatest, last; // y grows downwards
};

// Runs without a gap, each in columns.
using Runs = std::vector<std::vector<Column>>;
Runs columns_of(const Panel& panel, const Curve& curve, Span time, double width = kColumn)
{
    Runs runs;
    bool gap = true;
    const auto& times = curve.time_s;
    const auto first = std::lower_bound(times.begin(), times.end(), float(time.from_s));
    for (auto i = std::size_t(first - times.begin()); i < times.size(); ++i) {
        if (double(times[i]) > time.to_s)
            break;
        if (!std::isfinite(curve.value[i])) {
            gap = true;
            continue;
        }
        const Point at{panel.x(times[i]), panel.y(curve.value[i])};
        const int number = int(at.x / width);
        if (std::exchange(gap, false))
            runs.emplace_back();
        if (runs.back().empty() || runs.back().back().number != number)
            runs.back().push_back({number, at, at, at, at});
        auto& column = runs.back().back();
        if (at.y > column.least.y)
            column.least = at;
        if (at.y < column.greatest.y)
            column.greatest = at;
        column.last = at;
    }
    return runs;
}

bool same(Point a, Point b)
{
    return a.x == b.x && a.y == b.y;
}

Path path_of(const Runs& runs)
{
    Path path;
    for (const auto& run : runs) {
        Point last = run[0].first;
        path.move(last);
        for (const auto& column : run) {
            const bool falling = column.greatest.x <= column.least.x;
            for (const Point at : {column.first, falling ? column.greatest : column.least,
                                   falling ? column.least : column.greatest, column.last})
                if (!same(at, std::exchange(last, at)))
                    path.line(at);
        }
        if (run.size() == 1 && run[0].first.x == run[0].last.x)
            path.line({last.x + 0.5, last.y}); // a point alone would not be seen
    }
    return path;
}

Path between(const Runs& below, const Runs& above)
{
    Path path;
    for (std::size_t i = 0; i < std::min(below.size(), above.size()); ++i) {
        path.move(above[i][0].first);
        for (const auto& column : above[i])
            path.line(column.greatest);
        for (auto column = below[i].rbegin(); column != below[i].rend(); ++column)
            path.line(column->least);
    }
    return path;
}

} // namespace

double Panel::y(double value) const
{
    const double share = (value - range_.low) / (range_.high - range_.low);
    return place_.top + place_.height * (1 - std::clamp(share, -1., 2.));
}

void Panel::name(double margin, const std::string& words, const std::string& smaller)
{
    const double x = place_.left - margin, y = place_.top + place_.height / 2;
    canvas_.text({x, smaller.empty() ? y + 3 : y - 1}, words, kName, Anchor::start, margin - 4);
    if (!smaller.empty())
        canvas_.text({x, y + 9}, smaller, kSmall, Anchor::start, margin - 22);
}

void Panel::remark(const std::string& words)
{
    canvas_.text({place_.left + place_.width / 2, place_.top + place_.height / 2 + 3}, words,
                 {.size = 8, .colour = colours::kQuiet}, Anchor::middle, place_.width);
}

void Panel::level(double value, const std::string& words)
{
    canvas_.line({place_.left, y(value)}, {place_.right(), y(value)}, {colours::kThin, 0.5});
    canvas_.text({place_.left - kLabelGap, y(value) + 2.5}, words, kSmall, Anchor::end);
}

void Panel::shade(const std::vector<Span>& spans, Colour colour)
{
    Path path;
    for (const auto& [from_s, to_s] : spans) {
        if (to_s < time_.from_s || from_s > time_.to_s)
            continue;
        const double left = x(std::max(from_s, time_.from_s));
        const double right = x(std::min(to_s, time_.to_s));
        path.move({left, place_.top});
        path.line({right, place_.top});
        path.line({right, place_.bottom()});
        path.line({left, place_.bottom()});
    }
    canvas_.fill(path, colour);
}

void Panel::curve(const Curve& curve, const Pen& pen)
{
    canvas_.clip(place_);
    canvas_.stroke(path_of(columns_of(*this, curve, time_)), pen);
    canvas_.unclip();
}

void Panel::envelope(const Curve& curve, Colour colour)
{
    const auto runs = columns_of(*this, curve, time_, kBroadColumn);
    fill(between(runs, runs), colour);
}

void Panel::doubt(const Curve& low, const Curve& high, Colour colour)
{
    fill(between(columns_of(*this, low, time_), columns_of(*this, high, time_)), colour);
}

void Panel::fill(const Path& path, Colour colour)
{
    canvas_.clip(place_);
    canvas_.fill(path, colour);
    canvas_.unclip();
}

} // namespace crura::report
