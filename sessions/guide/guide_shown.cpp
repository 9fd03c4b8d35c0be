// What of its stage and pace the guide shows: the other half of guide.cpp.
#include "sessions/guide/guide.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

namespace {

constexpr double kFastestMirror = 3; // a whole breath in a third of a second [1/s]

} // namespace

bool Guide::mirrors() const noexcept
{
    return stage_ == GuideStage::mirror || stage_ == GuideStage::sleep;
}

bool Guide::shows() const noexcept
{
    return trusted_
        && (stage_ == GuideStage::follow || stage_ == GuideStage::lead
            || stage_ == GuideStage::yield || stage_ == GuideStage::mirror);
}

// Only Guide begins a breath by itself, and never one that is shorter than the person's own.
bool Guide::leads_now(const GuidePlan& plan) const noexcept
{
    constexpr double kAsLong = 0.95; // the own median has noise
    const double asked_s = pace_.asked(plan).period_s();
    return plan.intent == Intent::guide && breath_of_own_ && cycle_.begun()
        && cycle_.phase() == Phase::expiratory_pause && since_onset_s_ >= asked_s
        && asked_s >= kAsLong * pace_.own().period_s();
}

void Guide::show_breaths(Time now, const GuidePlan& plan, const BreathState& breath) noexcept
{
    if (mirrors())
        cycle_ = {};
    const bool shown = shows() && !mirrors();
    for (const Onset& onset : breath.onsets)
        if (onset.phase == Phase::inspiration) {
            since_onset_s_ = std::max(0., to_seconds(now - onset.time));
            breath_of_own_ = true;
            if (shown && cycle_.phase() != Phase::inspiration)
                cycle_.begin(pace_.asked(plan), since_onset_s_, displacement_);
            shown_ = times();
        }
    if (shown && leads_now(plan)) {
        cycle_.begin(pace_.asked(plan), 0, displacement_);
        breath_of_own_ = false;
    }
}

void Guide::move(const BreathState& breath, double seconds) noexcept
{
    if (cycle_.begun()) {
        displacement_ = cycle_.displacement();
        return;
    }
    const bool seen = mirrors() && trusted_ && std::isfinite(breath.displacement);
    const double to = seen ? std::clamp(breath.displacement, 0., 1.) : 0;
    const double most = kFastestMirror * seconds;
    displacement_ += std::clamp(to - displacement_, -most, most);
}

void Guide::fade(bool present, double seconds) noexcept
{
    const double breath_s = times().period_s();
    if (!(breath_s > 0))
        return;
    const double most = seconds / (params_.fade_breaths * breath_s);
    level_ += std::clamp((present ? 1 : 0) - level_, -most, most);
    if (level_ == 0 && !present) {
        cycle_ = {};
        displacement_ = 0;
        followed_ = 0;
    }
}

BreathTimes Guide::times() const noexcept
{
    return cycle_.begun() ? cycle_.times() : pace_.own();
}

Target Guide::target_of(const GuidePlan& plan, const BreathState& breath) const noexcept
{
    Target target;
    target.intent = plan.intent;
    target.stage = stage_;
    target.carry_over = stayed_;
    if (level_ == 0)
        return target;
    target.level = level_;
    target.displacement = displacement_;
    target.phase = cycle_.begun() ? cycle_.phase() : Phase::expiratory_pause;
    target.cycle_position = cycle_.begun() ? cycle_.cycle_position() : 1;
    if (mirrors() && trusted_) {
        target.phase = breath.phase;
        target.cycle_position =
            breath.cycle_position >= 0 ? std::min(breath.cycle_position, 1.) : 0;
    }
    target.breath_rate_bpm = 60 / times().period_s();
    target.inspiratory_time_s = times().inspiratory_time_s;
    target.expiratory_time_s = times().expiratory_time_s;
    return target;
}

} // namespace crura::sessions
