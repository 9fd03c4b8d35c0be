#include "app/picture.hpp"

#include "app/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace crura::app {
namespace {

constexpr Duration kPointEvery = std::chrono::milliseconds(100);
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

constexpr double kLeft = 190, kRight = 24, kTop = 52, kBottom = 48, kGap = 22;
constexpr double kBandHeight = 96, kNumberHeight = 84, kEmptyHeight = 32, kEventHeight = 18;
constexpr double kWidthPerMinute = 150, kLeastWidth = 900, kMostWidth = 3600;
constexpr double kNarrowestBreath = 3; // pixels: narrower inspirations would be a grey field

constexpr const char* kBlack = "#000";
constexpr const char* kQuiet = "#666";
constexpr const char* kTrend = "#999";
constexpr const char* kInspiration = "#e9eef4";
constexpr const char* kDoubt = "#d9d9d9";
constexpr const char* kEvent = "#4a6785";

float or_nothing(double value, bool known)
{
    return known && std::isfinite(value) ? float(value) : kNothing;
}

bool any(const Curve& curve)
{
    return std::any_of(curve.value.begin(), curve.value.end(),
                       [](float value) { return std::isfinite(value); });
}

// From the lowest to the highest since then, but for outliers, and at least so far.
Panel::Range range_of(const Curve& curve, double from_s, Panel::Range least)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < curve.value.size(); ++i)
        if (curve.time_s[i] >= from_s && std::isfinite(curve.value[i]))
            values.push_back(curve.value[i]);
    if (values.empty())
        return least;
    std::sort(values.begin(), values.end());
    const auto at = [&values](double share) {
        return double(values[std::size_t(share * double(values.size() - 1))]);
    };
    return {std::min(least.low, at(0.005)), std::max(least.high, at(0.995))};
}

// Minutes between two marks, so that they stand well apart.
double mark_every(double pixels_per_minute)
{
    for (const double minutes : {0.25, 0.5, 1., 2., 5., 10., 15., 30., 60., 120.})
        if (minutes * pixels_per_minute >= 110)
            return minutes;
    return 240;
}

std::string in_words(EventKind kind)
{
    std::string words = name_of(kind);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

} // namespace

void Picture::WithDoubt::add(float at_s, const Estimate& estimate, bool shown)
{
    const bool known = shown && estimate.known && std::isfinite(estimate.value)
        && std::isfinite(estimate.plus_minus);
    value.add(at_s, or_nothing(estimate.value, known));
    low.add(at_s, or_nothing(estimate.value - estimate.plus_minus, known));
    high.add(at_s, or_nothing(estimate.value + estimate.plus_minus, known));
}

bool Picture::WithDoubt::known() const
{
    return any(value);
}

void Picture::add(const Snapshot& snapshot)
{
    const auto& breath = snapshot.breath;
    if (!start_)
        start_ = next_ = snapshot.time;
    last_ = snapshot.time;
    for (const Breath& ended : breath.breaths) {
        add_unfinished(ended);
        if (std::isfinite(ended.breath_rate_bpm))
            rates_bpm_.push_back(ended.breath_rate_bpm);
    }
    if (snapshot.time < next_)
        return;
    next_ = snapshot.time + kPointEvery;
    const auto at_s = float(since_start(snapshot.time));
    for (std::size_t i = 0; i < kBands; ++i) {
        displacement_[i].add(at_s, or_nothing(breath.band[i].displacement, breath.band[i].valid));
        heard_[i] = heard_[i] || breath.band[i].valid;
    }
    const bool calibrated = breath.partition == Partition::calibrated;
    rate_bpm_.add(at_s, breath.breath_rate_bpm);
    share_.add(at_s, breath.abdominal_share, calibrated);
    trend_.add(at_s, breath.abdominal_share, !calibrated);
    phase_angle_deg_.add(at_s,
                         or_nothing(breath.phase_angle_deg.value, breath.phase_angle_deg.known));
}

void Picture::add_unfinished(const Breath& breath)
{
    inspirations_s_.emplace_back(since_start(breath.inspiration_onset),
                                 since_start(breath.expiration_onset));
}

double Picture::length_s() const
{
    return start_ ? std::max(1., since_start(last_)) : 1;
}

std::string Picture::heading() const
{
    const int seconds = int(length_s() + 0.5);
    auto words = fmt::format("{} min {:02} s, {} breaths", seconds / 60, seconds % 60,
                             inspirations_s_.size());
    if (!rates_bpm_.empty()) {
        auto rates = rates_bpm_;
        const auto middle = rates.begin() + std::ptrdiff_t(rates.size() / 2);
        std::nth_element(rates.begin(), middle, rates.end());
        words += fmt::format(", {:.1f} a minute in the middle", *middle);
    }
    return words;
}

void Picture::draw_band(Svg& svg, Panel::Place place, std::size_t band) const
{
    const double first_s = inspirations_s_.empty() ? 0 : inspirations_s_[0].first;
    Panel panel(svg, place, length_s(), range_of(displacement_[band], first_s, {-0.2, 1.2}));
    panel.name(band == 0 ? "chest" : "belly", heard_[band] ? "1 = a usual inhalation" : "");
    if (!heard_[band])
        return panel.remark("no sensor");
    const double pixels = place.width / std::max(1., double(inspirations_s_.size()));
    if (pixels >= kNarrowestBreath)
        panel.shade(inspirations_s_, kInspiration);
    panel.level(0, "0");
    panel.level(1, "1");
    panel.curve(displacement_[band], kBlack);
}

void Picture::draw_rate(Svg& svg, Panel::Place place) const
{
    const auto range = range_of(rate_bpm_.value, 0, {0, 12});
    Panel panel(svg, place, length_s(), {0, range.high * 1.15});
    panel.name("rate", rate_bpm_.known() ? "breaths a minute" : "");
    if (!rate_bpm_.known())
        return panel.remark("not known");
    const double step = range.high > 24 ? 20 : range.high > 12 ? 10 : 5;
    for (double rate = 0; rate < range.high * 1.1; rate += step)
        panel.level(rate, fmt::format("{:g}", rate));
    panel.doubt(rate_bpm_.low, rate_bpm_.high, kDoubt);
    panel.curve(rate_bpm_.value, kBlack);
}

void Picture::draw_share(Svg& svg, Panel::Place place) const
{
    Panel panel(svg, place, length_s(), {0, 1});
    const bool pair = heard_[0] && heard_[1];
    panel.name("belly share",
               share_.known()       ? trend_.known() ? "grey: trend only" : "calibrated"
                   : trend_.known() ? "not calibrated: trend only"
                                    : "");
    if (!share_.known() && !trend_.known())
        return panel.remark(pair ? "not known" : "one sensor tells no share");
    for (const double share : {0., 0.5, 1.})
        panel.level(share, fmt::format("{:.0f} %", 100 * share));
    panel.doubt(share_.low, share_.high, kDoubt);
    panel.doubt(trend_.low, trend_.high, "#eee");
    panel.curve(trend_.value, kTrend);
    panel.curve(share_.value, kBlack);
}

void Picture::draw_phase_angle(Svg& svg, Panel::Place place) const
{
    Panel panel(svg, place, length_s(), {-180, 180});
    panel.name("phase angle", any(phase_angle_deg_) ? "above 0 belly leads" : "");
    if (!any(phase_angle_deg_))
        return panel.remark(heard_[0] && heard_[1] ? "not known"
                                                   : "one sensor tells no phase angle");
    for (const int angle : {-180, 0, 180})
        panel.level(angle, fmt::format("{}°", angle));
    Curve unwrapped; // 180 and -180 are the same: no line between them
    for (std::size_t i = 0; i < phase_angle_deg_.value.size(); ++i) {
        const float angle = phase_angle_deg_.value[i];
        if (i > 0 && std::fabs(angle - phase_angle_deg_.value[i - 1]) > 180)
            unwrapped.add(phase_angle_deg_.time_s[i], kNothing);
        unwrapped.add(phase_angle_deg_.time_s[i], angle);
    }
    panel.curve(unwrapped, kBlack);
}

void Picture::draw_events(Svg& svg, Panel::Place place, const std::vector<Event>& events,
                          const std::vector<EventKind>& kinds) const
{
    const Panel time(svg, place, length_s(), {0, 1});
    const double right = place.left + place.width;
    for (std::size_t row = 0; row < kinds.size(); ++row) {
        const double top = place.top + double(row) * kEventHeight;
        svg.text(14, top + 13, in_words(kinds[row]), Svg::Anchor::start, 12);
        svg.line(place.left, top + 16, right, top + 16, {.stroke = "#eee"});
        for (const Event& event : events) {
            if (event.kind != kinds[row])
                continue;
            const double from = std::clamp(time.x(since_start(event.start)), place.left, right);
            const double to = std::clamp(time.x(since_start(event.end)), from, right);
            svg.rect(from, top + 4, std::max(2., to - from), 10, {.fill = kEvent},
                     in_words(event.kind) + ": " + evidence_of(event));
        }
    }
}

void Picture::draw_minutes(Svg& svg, Panel::Place place, double down_to) const
{
    const Panel time(svg, place, length_s(), {0, 1});
    svg.line(place.left, down_to, place.left + place.width, down_to, {.stroke = kBlack});
    const double every = mark_every(place.width / (length_s() / 60));
    for (double minutes = 0; 60 * minutes <= length_s() + 0.5; minutes += every) {
        const double x = time.x(60 * minutes);
        svg.line(x, down_to, x, down_to + 5, {.stroke = kBlack});
        svg.text(x, down_to + 18, fmt::format("{:g}", minutes), Svg::Anchor::middle, 11);
    }
    svg.text(14, down_to + 18, "minutes", Svg::Anchor::start, 12);
}

std::string Picture::svg(const std::vector<Event>& events) const
{
    std::vector<EventKind> kinds;
    for (std::size_t i = 0; i < kEventKinds; ++i)
        if (std::any_of(events.begin(), events.end(),
                        [i](const Event& event) { return event.kind == EventKind(i); }))
            kinds.push_back(EventKind(i));

    struct Row {
        bool filled;
        double height;
        std::function<void(Svg&, Panel::Place)> draw;
    };
    std::vector<Row> rows;
    for (std::size_t band = 0; band < kBands; ++band)
        rows.push_back({heard_[band], kBandHeight,
                        [=, this](Svg& svg, Panel::Place place) { draw_band(svg, place, band); }});
    const auto add = [&](bool filled, void (Picture::*draw)(Svg&, Panel::Place) const) {
        rows.push_back({filled, kNumberHeight, std::bind_front(draw, this)});
    };
    add(rate_bpm_.known(), &Picture::draw_rate);
    add(share_.known() || trend_.known(), &Picture::draw_share);
    add(any(phase_angle_deg_), &Picture::draw_phase_angle);
    rows.push_back({true, double(kinds.size()) * kEventHeight,
                    [&](Svg& svg, Panel::Place place) { draw_events(svg, place, events, kinds); }});

    double axis = kTop;
    for (auto& row : rows) {
        row.height = row.filled ? row.height : kEmptyHeight;
        axis += row.height + kGap;
    }
    const double width = std::clamp(length_s() / 60 * kWidthPerMinute, kLeastWidth, kMostWidth);
    Svg svg(kLeft + width + kRight, axis + kBottom);
    svg.text(14, 30, heading(), Svg::Anchor::start, 16);
    Panel::Place place{kLeft, kTop, width, 0};
    for (const auto& row : rows) {
        place.height = row.height;
        row.draw(svg, place);
        place.top += row.height + kGap;
    }
    draw_minutes(svg, place, axis);
    svg.text(kLeft + width, 30, "Crura " CRURA_VERSION ", not a medical device", Svg::Anchor::end,
             11, kQuiet);
    return svg.str();
}

} // namespace crura::app
