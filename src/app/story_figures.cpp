#include "app/story_figures.hpp"

#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace crura::app {
namespace {

using report::Figure;

constexpr double kSlowBpm = 10;
constexpr double kFewest = 6;       // independent numbers: the least whose range is an interval
constexpr double kTremorOffS = 0.5; // where a tremor begins and ends: docs/breath/tremor.md
constexpr const char* kUnknown = "--";

double quantile(const std::vector<double>& sorted, double share)
{
    const double at = std::clamp(share, 0., 1.) * double(sorted.size() - 1);
    const auto below = std::size_t(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], at - double(below));
}

std::vector<double> sorted(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values;
}

// How much neighbours are alike, 0 .. 0.95.
double likeness(const std::vector<double>& values)
{
    double mean = 0;
    for (const double value : values)
        mean += value / double(values.size());
    double with_itself = 0, with_next = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        with_itself += (values[i] - mean) * (values[i] - mean);
        if (i + 1 < values.size())
            with_next += (values[i] - mean) * (values[i + 1] - mean);
    }
    const double rounding = 1e-18 * mean * mean * double(values.size());
    return with_itself > rounding ? std::clamp(with_next / with_itself, 0., 0.95) : 0;
}

void keep(double value, std::vector<double>& values)
{
    if (std::isfinite(value))
        values.push_back(value);
}

// Never smaller than it is.
std::string doubt_of(double plus_minus, int digits)
{
    const double scale = std::pow(10, digits);
    return fmt::format("±{:.{}f}", std::ceil(plus_minus * scale - 1e-9) / scale, digits);
}

Figure middle_figure(const char* name, const std::vector<double>& values, const char* unit,
                     const char* of_which)
{
    if (values.empty())
        return {name, kUnknown, "", "not known of any breath"};
    const auto middle = middle_of(values);
    const auto in_order = sorted(values);
    return {name, fmt::format("{:.1f} {}", quantile(in_order, 0.5), unit),
            middle.known ? doubt_of(middle.plus_minus, 1) : kUnknown,
            fmt::format("the middle {}; half are {:.1f} to {:.1f}", of_which,
                        quantile(in_order, 0.25), quantile(in_order, 0.75))};
}

std::string minutes(double seconds)
{
    return fmt::format("{:.1f} min", seconds / 60);
}

} // namespace

Estimate middle_of(const std::vector<double>& in_order)
{
    if (in_order.empty())
        return {};
    const double r = likeness(in_order);
    const double independent = double(in_order.size()) * (1 - r) / (1 + r);
    const auto values = sorted(in_order);
    const double middle = quantile(values, 0.5);
    if (independent < kFewest)
        return {middle, 0, false};
    const double share = 0.98 / std::sqrt(independent); // 1.96 times the binomial's deviation
    return {middle, (quantile(values, 0.5 + share) - quantile(values, 0.5 - share)) / 2, true};
}

void StoryFigures::add(const Breath& breath)
{
    ++breaths_;
    keep(breath.breath_rate_bpm, rates_bpm_);
    keep(breath.inspiratory_time_s, inspiratory_times_s_);
    keep(breath.expiratory_time_s, expiratory_times_s_);
    const auto& share = breath.abdominal_share;
    if (share.known && std::isfinite(share.value) && std::isfinite(share.plus_minus)) {
        auto& shares = shares_[std::size_t(breath.partition)];
        shares.values.push_back(share.value);
        shares.doubts.push_back(share.plus_minus);
    }
}

void StoryFigures::add(double seconds, const Estimate& rate_bpm, bool sure)
{
    if (sure)
        followed_s_ += seconds;
    if (!rate_bpm.known || !std::isfinite(rate_bpm.value) || !std::isfinite(rate_bpm.plus_minus))
        return;
    rate_known_ = true;
    slow_s_ += rate_bpm.value < kSlowBpm ? seconds : 0;
    surely_slow_s_ += rate_bpm.value + rate_bpm.plus_minus < kSlowBpm ? seconds : 0;
    perhaps_slow_s_ += rate_bpm.value - rate_bpm.plus_minus < kSlowBpm ? seconds : 0;
}

void StoryFigures::add(const Event& event)
{
    if (event.kind != EventKind::tremor)
        return;
    ++tremors_;
    tremor_s_ += std::max(0., to_seconds(event.end - event.start));
}

void StoryFigures::add(const Estimate& carry_over)
{
    if (carry_over.known && std::isfinite(carry_over.value) && std::isfinite(carry_over.plus_minus))
        carry_over_ = carry_over;
}

void StoryFigures::add(const Assessment& assessment)
{
    assessment_ = assessment;
}

Partition StoryFigures::share_rests_on() const
{
    for (const auto partition : {Partition::calibrated, Partition::uncalibrated})
        if (!shares_[std::size_t(partition)].values.empty())
            return partition;
    return Partition::none;
}

// The doubt of a gain is common to all breaths, so that it does not shrink with their number: the
// middle one's is given.
Estimate StoryFigures::share() const
{
    const auto& [values, doubts] = shares_[std::size_t(share_rests_on())];
    if (values.empty())
        return {};
    return {quantile(sorted(values), 0.5), quantile(sorted(doubts), 0.5), true};
}

Figure StoryFigures::share_figure(const std::array<bool, kBands>& heard) const
{
    const auto middle = share();
    const auto percent = fmt::format("{:.0f} %", 100 * middle.value);
    switch (share_rests_on()) {
    case Partition::calibrated:
        return {"Belly share", percent, doubt_of(100 * middle.plus_minus, 0),
                "of the movement, in the middle breath; calibrated"};
    case Partition::uncalibrated:
        return {"Belly share", "about " + percent, "trend only",
                "not calibrated: compare it with itself only"};
    default:
        return {"Belly share", kUnknown, "",
                heard[0] && heard[1] ? "not known of any breath" : "one sensor tells no share"};
    }
}

Figure StoryFigures::slow_figure() const
{
    if (!rate_known_)
        return {"Below 10 a minute", kUnknown, "", "the rate was not known"};
    return {"Below 10 a minute", minutes(slow_s_),
            fmt::format("{:.1f} to {}", surely_slow_s_ / 60, minutes(perhaps_slow_s_)),
            "for so long the rate was known, and below 10"};
}

void StoryFigures::add_guided(std::vector<Figure>& figures) const
{
    if (carry_over_.known)
        figures.push_back({"Stayed unguided",
                           fmt::format("{:.0f} %", 100 * std::clamp(carry_over_.value, 0., 1.)),
                           doubt_of(100 * carry_over_.plus_minus, 0),
                           "of the slower pace, once the guide had left"});
    if (assessment_.basis != Assessment::Basis::none && assessment_.best_bpm.known)
        figures.push_back({"Comfortable rate",
                           fmt::format("{:.1f} a minute", assessment_.best_bpm.value),
                           doubt_of(assessment_.best_bpm.plus_minus, 1),
                           assessment_.basis == Assessment::Basis::heart
                               ? "of the rates tried, by heart and breath"
                               : "of the rates tried, by breath and comfort alone"});
    if (tremors_ > 0)
        figures.push_back({"Tremor", report::lasting(tremor_s_),
                           doubt_of(kTremorOffS * 2 * std::sqrt(double(tremors_)), 1) + " s",
                           fmt::format("as the sensors saw it, {} {}", tremors_,
                                       tremors_ == 1 ? "spell" : "spells")});
}

std::vector<Figure> StoryFigures::figures(double length_s,
                                          const std::array<bool, kBands>& heard) const
{
    std::vector<Figure> figures{
        {"Breath followed", report::lasting(followed_s_), "as measured",
         "of " + report::lasting(length_s) + "; else unclear, or not heard"},
        {"Breaths", std::to_string(breaths_), "as counted", "seen from begin to end"},
        middle_figure("Breathing rate", rates_bpm_, "a minute", "breath"),
        middle_figure("Inhale", inspiratory_times_s_, "s", "one"),
        middle_figure("Exhale", expiratory_times_s_, "s", "one, with its pause"),
        slow_figure(),
        share_figure(heard)};
    add_guided(figures);
    return figures;
}

} // namespace crura::app
