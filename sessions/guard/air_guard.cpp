#include "sessions/guard/air_guard.hpp"

#include <algorithm>

namespace crura::sessions {
namespace {

DecisionKind kind_of(AirAdvice advice)
{
    switch (advice) {
    case AirAdvice::yield:
        return DecisionKind::yield;
    case AirAdvice::rest:
        return DecisionKind::rest;
    case AirAdvice::mirror:
        return DecisionKind::mirror;
    default:
        return DecisionKind::softer;
    }
}

} // namespace

AirState AirGuard::operator()(Time now, const BreathState& breath,
                              std::span<const Command> commands, Wishes& wishes) noexcept
{
    const double seconds = seconds_since_last(now);
    silent_s_ += seconds;
    trend_only_ = breath.partition != Partition::calibrated;
    if (std::find(commands.begin(), commands.end(), Command::dizzy) != commands.end())
        advise(AirAdvice::mirror, now, Ground::asked, 0, 0, wishes);
    if (at_work(breath, seconds) || !breath.ventilation.known)
        unknown_s_ += seconds;
    else
        watch(now, breath.ventilation, seconds, wishes);
    if (unknown_s_ >= params_.unknown_for_s) {
        words_ = yield_ = high_ = soon_ = far_ = {};
        if (lasting_ != AirAdvice::mirror)
            lasting_ = AirAdvice::none;
    }
    const bool softer = words_.longer_than(params_.words_after_s);
    return {lasting_ != AirAdvice::none ? lasting_
                : softer                ? AirAdvice::softer
                                        : AirAdvice::none,
            trend_only_, words_.for_s};
}

double AirGuard::seconds_since_last(Time now) noexcept
{
    const Duration passed =
        begun_ ? std::clamp(now - last_, Duration(0), kLongestTick) : Duration(0);
    begun_ = true;
    last_ = now;
    return to_seconds(passed);
}

// Whoever moves or trembles needs more air, and whoever talks breathes otherwise.
bool AirGuard::at_work(const BreathState& breath, double seconds) noexcept
{
    for (const Event& event : breath.events)
        if (event.kind == EventKind::speech)
            speaks_ = !event.over;
    work_left_s_ = std::max(work_left_s_ - seconds, 0.);
    if (speaks_ || breath.tremor.on || breath.motion.level > params_.most_motion)
        work_left_s_ = params_.recover_s;
    return work_left_s_ > 0;
}

void AirGuard::watch(Time now, const Estimate& ventilation, double seconds, Wishes& wishes) noexcept
{
    unknown_s_ = 0;
    const double value = ventilation.value;
    const double surely = value - ventilation.plus_minus > 1 ? value : 0;
    words_(surely > params_.words, seconds);
    yield_(surely > params_.yield, seconds);
    high_(surely > params_.high, seconds);
    soon_(surely > params_.soon, seconds);
    far_(surely > params_.far, seconds);
    calm_(value < params_.calm, seconds);
    conclude(now, value, wishes);
}

void AirGuard::conclude(Time now, double value, Wishes& wishes) noexcept
{
    if (high_.longer_than(params_.high_words_after_s))
        soften(now, value, params_.high, wishes);
    else if (words_.longer_than(params_.words_after_s))
        soften(now, value, params_.words, wishes);
    if (trend_only_)
        return;
    const auto advise = [&](AirAdvice advice, double limit) {
        this->advise(advice, now, Ground::ventilation, value, limit, wishes);
    };
    if (far_.longer_than(params_.far_after_s))
        advise(AirAdvice::mirror, params_.far);
    else if (soon_.longer_than(params_.soon_after_s))
        advise(AirAdvice::rest, params_.soon);
    else if (high_.longer_than(params_.rest_after_s))
        advise(AirAdvice::rest, params_.high);
    else if (high_.longer_than(0))
        advise(AirAdvice::yield, params_.high);
    else if (yield_.longer_than(params_.yield_after_s))
        advise(AirAdvice::yield, params_.yield);
    else if (lasting_ != AirAdvice::mirror && calm_.longer_than(params_.calm_for_s))
        lasting_ = AirAdvice::none;
}

void AirGuard::soften(Time now, double value, double limit, Wishes& wishes) noexcept
{
    if (said_ && silent_s_ < params_.words_every_s)
        return;
    said_ = true;
    silent_s_ = 0;
    wishes.phrases.push_back(Phrase::softer);
    wishes.decisions.push_back({DecisionKind::softer, Ground::ventilation, now, value, limit});
}

// Only what goes further than what lasts already.
void AirGuard::advise(AirAdvice advice, Time now, Ground ground, double value, double limit,
                      Wishes& wishes) noexcept
{
    if (advice <= lasting_)
        return;
    if (advice == AirAdvice::rest && rested_++ >= params_.rests)
        advice = AirAdvice::mirror;
    if (advice > AirAdvice::yield)
        wishes.phrases.push_back(Phrase::just_notice);
    lasting_ = advice;
    wishes.decisions.push_back({kind_of(advice), ground, now, value, limit});
}

} // namespace crura::sessions
