#include "app/summary.hpp"

#include "sessions/guide/rate_assessment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

constexpr double kLongestTick = 0.5; // a tick that comes later stands for no more [s]

} // namespace

void Summary::Mean::add(const Estimate& share_of_breath)
{
    ++breaths;
    share += (share_of_breath.value - share) / double(breaths);
    plus_minus += (share_of_breath.plus_minus - plus_minus) / double(breaths);
}

void Summary::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    session_ = snapshot.session;
    health_ = snapshot.health;
    if (!first_)
        first_ = snapshot.time;
    if (last_ && snapshot.breath.tremor.on)
        tremor_s_ += std::min(to_seconds(snapshot.time - *last_), kLongestTick);
    last_ = snapshot.time;
    if (snapshot.target.carry_over.known)
        carry_over_ = snapshot.target.carry_over;
    if (snapshot.assessment.basis != Assessment::Basis::none)
        assessment_ = snapshot.assessment;
    for (const Answer& answer : snapshot.check_in.answers)
        keep(answer);
    for (const Breath& breath : snapshot.breath.breaths)
        count(breath);
    for (const Event& event : snapshot.breath.events)
        sighs_ += event.kind == EventKind::sigh && event.over;
}

void Summary::keep(const Answer& answer)
{
    if (answer.by == AnsweredBy::nobody)
        return;
    if (answer.question == Question::ease)
        (answer.when == CheckInTime::before ? ease_before_ : ease_after_) = answer.choice;
    if (answer.question == Question::difference)
        difference_ = answer.choice;
}

void Summary::count(const Breath& breath)
{
    if (breaths_ < kRates)
        rates_[breaths_] = breath.breath_rate_bpm;
    ++breaths_;
    if (breath.abdominal_share.known && breath.partition == Partition::calibrated)
        calibrated_.add(breath.abdominal_share);
    if (breath.abdominal_share.known && breath.partition == Partition::uncalibrated)
        trend_.add(breath.abdominal_share);
}

std::string Summary::text() const
{
    const bool timed = session_.elapsed > Duration(0) || !first_;
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(timed ? session_.elapsed : *last_ - *first_)
            .count();
    std::string text = fmt::format("{} min {:02} s, {}{}{}.", seconds / 60, seconds % 60, rate(),
                                   share(), unasked());
    std::uint64_t missing = 0;
    for (const auto& source : health_.sources)
        missing += source.lost + source.rejected + source.refused;
    if (missing > 0)
        text += fmt::format(" {} sensor packets went missing.", missing);
    return text + stayed() + answers() + latency();
}

// More than all of it, or less than none, is noise.
std::string Summary::stayed() const
{
    std::string text;
    if (carry_over_.known)
        text +=
            fmt::format(" Unguided, {:.0f} % +-{:.0f} of the slower pace stayed.",
                        100 * std::clamp(carry_over_.value, 0., 1.), 100 * carry_over_.plus_minus);
    if (assessment_.basis != Assessment::Basis::none)
        text += " " + sessions::in_words(assessment_);
    return text;
}

std::string Summary::answers() const
{
    constexpr std::array kEase = {"none", "a little", "some", "much", "very much"};
    constexpr std::array kDifference = {"no difference", "a little difference",
                                        "a clear difference"};
    std::string text;
    if (ease_before_ && ease_after_)
        text += fmt::format(" Ease before: {}; after: {}.", kEase[*ease_before_ % kEase.size()],
                            kEase[*ease_after_ % kEase.size()]);
    if (difference_)
        text += fmt::format(" On standing: {}.", kDifference[*difference_ % kDifference.size()]);
    return text;
}

std::string Summary::latency() const
{
    struct Named {
        const char* name;
        const Latency& took;
    };
    std::string text;
    for (const auto& [name, took] :
         {Named{"sound", health_.sound_latency}, Named{"MIDI", health_.midi_latency},
          Named{"OSC", health_.osc_latency}, Named{"touch", health_.touch_latency}})
        if (took.known)
            text += fmt::format("{} {} {:.0f} ms (99 of 100 within {:.0f} ms)",
                                text.empty() ? " From the sensor to" : ",", name, took.p50_ms,
                                took.p99_ms);
    return text.empty() ? text : text + ".";
}

std::string Summary::rate() const
{
    if (breaths_ == 0)
        return "no breath was understood";
    auto rates = rates_;
    const auto end = rates.begin() + std::ptrdiff_t(std::min(breaths_, kRates));
    const auto middle = rates.begin() + (end - rates.begin()) / 2;
    std::nth_element(rates.begin(), middle, end);
    return fmt::format("{} breaths, {:.1f} per minute in the middle", breaths_, *middle);
}

// The doubt is that of one breath: what the gains have wrong does not average out.
std::string Summary::share() const
{
    if (calibrated_.breaths > 0)
        return fmt::format(", belly share {:.0f} % +-{:.0f} (calibrated, over {} breaths)",
                           100 * calibrated_.share, 100 * calibrated_.plus_minus,
                           calibrated_.breaths);
    if (trend_.breaths > 0)
        return fmt::format(", belly share ~{:.0f} % (trend only: not calibrated)",
                           100 * trend_.share);
    return "";
}

std::string Summary::unasked() const
{
    std::string text;
    if (sighs_ > 0)
        text += fmt::format(", {} {}", sighs_, sighs_ == 1 ? "sigh" : "sighs");
    if (tremor_s_ >= 3)
        text += fmt::format(", tremor for {:.1f} min", tremor_s_ / 60);
    return text;
}

} // namespace crura::app
