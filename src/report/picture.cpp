#include "report/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace crura::report {
namespace {

constexpr double kBandHeight = 48, kNumberHeight = 44, kEmptyHeight = 16;
constexpr double kEventHeight = 11, kStepHeight = 15, kGap = 11, kAxisHeight = 20, kRight = 6;
constexpr double kNarrowestBreath = 3.2; // points: narrower inspirations would be a grey field
constexpr double kStretchS = 600;
constexpr double kLongestBreathS = 10; // of what was heard, but not understood
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

constexpr Font kLabel{.size = 7.5, .colour = colours::kInk};
constexpr Font kAxisLabel{.size = 7, .colour = colours::kQuiet};

// From the lowest to the highest since then, but for outliers, and at least so far.
Panel::Range range_of(const Curve& curve, double from_s, Panel::Range least,
                      double outliers = 0.005)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < curve.value.size(); ++i)
        if (curve.time_s[i] >= from_s && std::isfinite(curve.value[i]))
            values.push_back(curve.value[i]);
    if (values.empty())
        return least;
    const auto at = [&values](double share) {
        const auto nth = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
        std::nth_element(values.begin(), nth, values.end());
        return double(*nth);
    };
    return {std::min(least.low, at(outliers)), std::max(least.high, at(1 - outliers))};
}

Panel::Range range_of_band(const Course& course, std::size_t band, double outliers = 0.005)
{
    const double first_s = course.inspirations.empty() ? 0 : course.inspirations[0].from_s;
    return range_of(course.displacement[band], first_s, {-0.2, 1.2}, outliers);
}

// Minutes between two marks, so that they stand well apart.
double mark_every(double points_per_minute)
{
    for (const double minutes : {0.25, 0.5, 1., 2., 5., 10., 15., 30., 60., 120.})
        if (minutes * points_per_minute >= 48)
            return minutes;
    return 240;
}

void draw_minutes(Canvas& canvas, const Box& place, Span time, double margin)
{
    const Panel panel(canvas, place, time, {0, 1});
    const double down_to = place.top;
    canvas.line({place.left, down_to}, {place.right(), down_to}, {colours::kInk, 0.6});
    const double every = 60 * mark_every(60 * place.width / (time.to_s - time.from_s));
    for (double at_s = std::ceil(time.from_s / every - 0.01) * every; at_s <= time.to_s + 0.5;
         at_s += every) {
        const double x = std::min(panel.x(at_s), place.right());
        canvas.line({x, down_to}, {x, down_to + 3}, {colours::kInk, 0.6});
        canvas.text({x, down_to + 11}, fmt::format("{:g}", std::fabs(at_s / 60)), kAxisLabel,
                    Anchor::middle);
    }
    canvas.text({place.left - margin, down_to + 11}, "minutes", kAxisLabel, Anchor::start,
                margin - 6);
}

Colour colour_of_band(std::size_t band)
{
    return band == 0 ? colours::kChest : colours::kBelly;
}

} // namespace

Picture::Picture(const Course& course, Options options) : course_(course)
{
    for (std::size_t band = 0; band < kBands; ++band)
        add_band(band);
    add_rate();
    add_share();
    if (options.phase_angle)
        add_phase_angle();
    add_occurrences();
    if (options.steps && (!course.steps.empty() || !course.pauses.empty()))
        add_steps();
}

void Picture::add_band(std::size_t band)
{
    rows_.push_back(
        {course_.heard[band] ? kBandHeight + kGap : kEmptyHeight + kGap,
         [this, band](Canvas& canvas, const Box& place) { draw_band(canvas, place, band); }});
}

void Picture::add_rate()
{
    rows_.push_back({(course_.rate_bpm.known() ? kNumberHeight : kEmptyHeight) + kGap,
                     [this](Canvas& canvas, const Box& place) { draw_rate(canvas, place); }});
}

void Picture::add_share()
{
    const bool known = course_.share.known() || course_.trend.known();
    rows_.push_back({(known ? kNumberHeight : kEmptyHeight) + kGap,
                     [this](Canvas& canvas, const Box& place) { draw_share(canvas, place); }});
}

void Picture::add_phase_angle()
{
    rows_.push_back(
        {(course_.phase_angle_deg.known() ? kNumberHeight : kEmptyHeight) + kGap,
         [this](Canvas& canvas, const Box& place) { draw_phase_angle(canvas, place); }});
}

void Picture::add_occurrences()
{
    bool any = false;
    for (std::size_t i = 0; i < kEventKinds; ++i) {
        const auto kind = EventKind(i);
        if (std::none_of(course_.occurrences.begin(), course_.occurrences.end(),
                         [kind](const Occurrence& each) { return each.kind == kind; }))
            continue;
        any = true;
        rows_.push_back({kEventHeight, [this, kind](Canvas& canvas, const Box& place) {
                             draw_occurrences(canvas, place, kind);
                         }});
    }
    if (any)
        rows_.push_back({kGap / 2, [](Canvas&, const Box&) {}});
}

void Picture::add_steps()
{
    rows_.push_back({kStepHeight + kGap / 2,
                     [this](Canvas& canvas, const Box& place) { draw_steps(canvas, place); }});
}

double Picture::height() const
{
    double height = kAxisHeight;
    for (const auto& row : rows_)
        height += row.height;
    return height;
}

void Picture::draw(Canvas& canvas, Point top_left, double width) const
{
    Box place{top_left.x + kPictureMargin, top_left.y, width - kPictureMargin - kRight, 0};
    for (const auto& row : rows_) {
        place.height = row.height;
        row.draw(canvas, place);
        place.top += row.height;
    }
    draw_minutes(canvas, place, all(), kPictureMargin);
}

void Picture::draw_band(Canvas& canvas, const Box& whole, std::size_t band) const
{
    const Box place{whole.left, whole.top, whole.width, whole.height - kGap};
    Panel panel(canvas, place, all(), range_of_band(course_, band));
    panel.name(kPictureMargin, band == 0 ? "chest" : "belly",
               course_.heard[band] ? "1 = a usual inhale" : "");
    if (!course_.heard[band])
        return panel.remark("no sensor");
    const bool each = each_breath_seen(course_, place.width);
    if (each)
        panel.shade(course_.inspirations, colours::kInspiration);
    else
        panel.envelope(course_.displacement[band],
                       band == 0 ? colours::kChestTint : colours::kBellyTint);
    panel.level(0, "0");
    panel.level(1, "1");
    if (each)
        panel.curve(course_.displacement[band], {colour_of_band(band), 0.9});
}

void Picture::draw_rate(Canvas& canvas, const Box& whole) const
{
    const Box place{whole.left, whole.top, whole.width, whole.height - kGap};
    const auto& rate = course_.rate_bpm;
    const auto range = range_of(rate.value, 0, {0, 12});
    Panel panel(canvas, place, all(), {0, range.high * 1.15});
    panel.name(kPictureMargin, "rate", rate.known() ? "breaths a minute" : "");
    if (!rate.known())
        return panel.remark("not known");
    const double step = range.high > 24 ? 20 : range.high > 12 ? 10 : 5;
    panel.doubt(rate.low, rate.high, colours::kDoubt);
    for (double level = 0; level < range.high * 1.1; level += step)
        panel.level(level, fmt::format("{:g}", level));
    panel.curve(rate.value, {colours::kInk, 0.9});
}

void Picture::draw_share(Canvas& canvas, const Box& whole) const
{
    const Box place{whole.left, whole.top, whole.width, whole.height - kGap};
    const auto &share = course_.share, &trend = course_.trend;
    Panel panel(canvas, place, all(), {0, 1});
    panel.name(kPictureMargin, "belly share",
               share.known()       ? trend.known() ? "dotted: trend only" : "calibrated"
                   : trend.known() ? "trend only"
                                   : "");
    if (!share.known() && !trend.known())
        return panel.remark(course_.heard[0] && course_.heard[1] ? "not known"
                                                                 : "one sensor tells no share");
    panel.doubt(trend.low, trend.high, {0xEEEEEE});
    panel.doubt(share.low, share.high, colours::kDoubt);
    if (share.known())
        for (const double level : {0., 0.5, 1.})
            panel.level(level, fmt::format("{:.0f} %", 100 * level));
    else {
        panel.level(1, "belly");
        panel.level(0, "chest");
    }
    panel.curve(trend.value, {colours::kTrend, 0.9, Dash::dotted});
    panel.curve(share.value, {colours::kInk, 0.9});
}

void Picture::draw_phase_angle(Canvas& canvas, const Box& whole) const
{
    const Box place{whole.left, whole.top, whole.width, whole.height - kGap};
    const auto& angles = course_.phase_angle_deg;
    Panel panel(canvas, place, all(), {-180, 180});
    panel.name(kPictureMargin, "phase angle", angles.known() ? "above 0 belly leads" : "");
    if (!angles.known())
        return panel.remark(
            course_.heard[0] && course_.heard[1] ? "not known" : "one sensor tells no phase angle");
    for (const int angle : {-180, 0, 180})
        panel.level(angle, fmt::format("{}°", angle));
    Curve unwrapped; // 180 and -180 are the same: no line between them
    for (std::size_t i = 0; i < angles.value.size(); ++i) {
        const float angle = angles.value[i];
        if (i > 0 && std::fabs(angle - angles.value[i - 1]) > 180)
            unwrapped.add(angles.time_s[i], kNothing);
        unwrapped.add(angles.time_s[i], angle);
    }
    panel.curve(unwrapped, {colours::kInk, 0.9});
}

// A bar as long as it lasted; what took no time to speak of is a diamond.
void Picture::draw_occurrences(Canvas& canvas, const Box& place, EventKind kind) const
{
    const Panel time(canvas, place, all(), {0, 1});
    const double middle = place.top + place.height / 2;
    canvas.line({place.left, place.bottom()}, {place.right(), place.bottom()}, {{0xEEEEEE}, 0.5});
    bool named = false;
    for (const auto& each : course_.occurrences) {
        if (each.kind != kind)
            continue;
        if (!std::exchange(named, true))
            canvas.text({place.left - kPictureMargin, place.bottom() - 2.5}, each.name, kLabel,
                        Anchor::start, kPictureMargin - 4);
        const double from = std::clamp(time.x(each.when.from_s), place.left, place.right());
        const double to = std::clamp(time.x(each.when.to_s), from, place.right());
        if (to - from >= 2) {
            canvas.fill(Box{from, middle - 2.5, to - from, 5}, colours::kEvent);
            continue;
        }
        Path diamond;
        diamond.move({from, middle - 3.2});
        diamond.line({from + 2.6, middle});
        diamond.line({from, middle + 3.2});
        diamond.line({from - 2.6, middle});
        canvas.fill(diamond, colours::kEvent);
    }
}

void Picture::draw_steps(Canvas& canvas, const Box& whole) const
{
    const Box place{whole.left, whole.top + 2, whole.width, kStepHeight - 2};
    const Panel time(canvas, place, all(), {0, 1});
    canvas.text({place.left - kPictureMargin, place.bottom() - 3.5}, "session", kLabel);
    const auto box = [&](Span span) {
        const double from = std::clamp(time.x(span.from_s), place.left, place.right());
        const double to = std::clamp(time.x(span.to_s), from, place.right());
        return Box{from, place.top, to - from, place.height};
    };
    bool grey = true;
    for (const auto& step : course_.steps) {
        const auto at = box(step.when);
        canvas.fill(at, std::exchange(grey, !grey) ? Colour{0xEDEDED} : Colour{0xFFFFFF});
        canvas.line({at.left, at.top}, {at.left, at.bottom()}, {colours::kQuiet, 0.5});
        if (at.width > 16)
            canvas.text({at.left + 3, at.bottom() - 3.5}, step.name,
                        {.size = 7, .colour = colours::kInk}, Anchor::start, at.width - 4);
    }
    for (const auto& pause : course_.pauses) {
        const auto at = box(pause.when);
        canvas.fill(at, {0xFFFFFF});
        for (double x = at.left; x <= at.right(); x += 3)
            canvas.line({x, at.top}, {x, at.bottom()}, {colours::kQuiet, 0.5, Dash::dotted});
    }
    for (const double mark_s : course_.marks_s) {
        const double x = time.x(mark_s);
        Path triangle;
        triangle.move({x, place.top - 2});
        triangle.line({x + 3, place.top - 7});
        triangle.line({x - 3, place.top - 7});
        canvas.fill(triangle, colours::kInk);
    }
}

bool each_breath_seen(const Course& course, double width)
{
    const double breaths =
        std::max(double(course.inspirations.size()), course.length_s / kLongestBreathS);
    return width / breaths >= kNarrowestBreath;
}

Stretches::Stretches(const Course& course) : course_(course)
{
    if (each_breath_seen(course, kPlotOfA4) || !(course.heard[0] || course.heard[1]))
        return;
    // A rest of less than a minute is no stretch of its own.
    const double count = std::max(1., std::ceil((course.length_s - 60) / kStretchS));
    const double stretch_s = std::max(kStretchS, course.length_s / count);
    for (std::size_t i = 0; i < std::size_t(count); ++i)
        spans_.push_back({double(i) * stretch_s, double(i + 1) * stretch_s});
    for (std::size_t band = 0; band < kBands; ++band)
        ranges_[band] = range_of_band(course, band, 0.02);
}

void Stretches::draw(Canvas& canvas, Point top_left, double width, Span stretch) const
{
    constexpr double kMargin = 38, kBetween = 3;
    Box lane{top_left.x + kMargin, top_left.y, width - kMargin - kRight,
             (kHeight - kAxisHeight) / 2 - kBetween};
    for (std::size_t band = 0; band < kBands; ++band) {
        Panel panel(canvas, lane, stretch, ranges_[band]);
        panel.name(kMargin, band == 0 ? "chest" : "belly");
        if (course_.heard[band]) {
            panel.shade(course_.inspirations, colours::kInspiration);
            panel.curve(course_.displacement[band], {colour_of_band(band), 0.8});
        } else
            panel.remark("no sensor");
        lane.top += lane.height + kBetween;
    }
    draw_minutes(canvas, lane, stretch, kMargin);
}

} // namespace crura::report
