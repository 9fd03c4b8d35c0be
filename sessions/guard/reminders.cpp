#include "sessions/guard/reminders.hpp"

#include <algorithm>
#include <utility>

namespace crura::sessions {
namespace {

// Their trunks are alike, so no sensor was seen to turn.
bool sat_or_stood(Posture before, Posture after)
{
    return (before == Posture::sitting && after == Posture::standing)
        || (before == Posture::standing && after == Posture::sitting);
}

} // namespace

void Reminders::operator()(Time now, bool moves, const SessionState& last,
                           const BreathState& breath, Wishes& wishes) noexcept
{
    watch_drift(breath);
    watch_posture(now, breath);
    if (moves || last.finished)
        change_.reset();
    if (moves || !last.running || last.finished || last.step == SessionState::kNone)
        return;
    remind(now, wishes);
    ask(now, breath, wishes);
}

void Reminders::watch_drift(const BreathState& breath)
{
    for (const Event& event : breath.events)
        if (event.kind == EventKind::pelvic_drift)
            drift_deg_ = event.over ? std::nullopt : std::optional(event.evidence);
}

void Reminders::watch_posture(Time now, const BreathState& breath)
{
    const Posture before = std::exchange(posture_, breath.posture);
    if (!change_ && still(now))
        renamed_ = false;
    renamed_ = renamed_ || before != posture_;
    if (before != posture_ || breath.motion.level >= params_.still_level)
        stirred_at_ = now;
    if (change_ && !breath.breaths.empty())
        change_->breathed = true;
    const auto changed = [&](double turned_deg) {
        change_ = Change{std::max(change_.value_or(Change{}).turned_deg, turned_deg)};
        stirred_at_ = now;
    };
    if (sat_or_stood(before, posture_))
        changed(0);
    for (const Event& event : breath.events)
        if (event.kind == EventKind::posture_change)
            changed(event.evidence);
}

bool Reminders::still(Time now) const
{
    return to_seconds(now - stirred_at_) >= params_.still_s;
}

void Reminders::remind(Time now, Wishes& wishes)
{
    const bool soon = reminded_at_ && to_seconds(now - *reminded_at_) < params_.low_back_every_s;
    if (!drift_deg_ || soon || !still(now))
        return;
    wishes.decisions.push_back(
        {DecisionKind::remind_low_back, Ground::turned_deg, now, *drift_deg_, params_.drift_deg});
    wishes.phrases.push_back(Phrase::low_back);
    reminded_at_ = now;
    drift_deg_.reset();
}

void Reminders::ask(Time now, const BreathState& breath, Wishes& wishes)
{
    if (!change_ || !change_->breathed || !still(now) || breath.calibration.under_way())
        return;
    const double turned_deg = change_->turned_deg;
    change_.reset();
    const bool known = renamed_ && breath.partition == Partition::calibrated;
    if (known || breath.partition == Partition::none)
        return;
    wishes.decisions.push_back(
        {DecisionKind::ask_calibration, Ground::turned_deg, now, turned_deg, params_.turned_deg});
    wishes.phrases.push_back(Phrase::settle_again);
    wishes.commands.push_back(Command::recalibrate);
}

} // namespace crura::sessions
