#include "history/tally.hpp"

#include <algorithm>
#include <cmath>

namespace crura::history {
namespace {

constexpr Duration kLongestTick = std::chrono::milliseconds(500); // a later one stands for no more
constexpr double kHeard = 0.5;                                    // confidence, 0 .. 1
constexpr double kSlowBpm = 10;

} // namespace

void Tally::Mean::add(const Estimate& share_of_breath) noexcept
{
    ++breaths;
    share += (share_of_breath.value - share) / breaths;
    plus_minus += (share_of_breath.plus_minus - plus_minus) / breaths;
}

void Tally::accept(const Snapshot& snapshot) noexcept
{
    keep_time(snapshot);
    figures_.brakes += snapshot.session.braked && !braked_;
    braked_ = snapshot.session.braked;
    over_ = snapshot.session.finished;
    if (snapshot.target.carry_over.known)
        figures_.carry_over = snapshot.target.carry_over;
    for (const Command command : snapshot.commands)
        ended_by_hand_ = ended_by_hand_ || command == Command::end;
    for (const Answer& answer : snapshot.check_in.answers)
        keep(answer);
    for (const Breath& breath : snapshot.breath.breaths)
        count(breath);
    for (const Event& event : snapshot.breath.events)
        figures_.sighs += event.kind == EventKind::sigh && event.over;
}

// A paused session's clock stands still; a snapshot that comes late stands for little.
void Tally::keep_time(const Snapshot& snapshot) noexcept
{
    if (!first_)
        first_ = last_ = snapshot.time;
    const bool in_session = snapshot.session.elapsed > Duration(0);
    const Duration passed =
        in_session ? snapshot.session.elapsed - elapsed_ : snapshot.time - *last_;
    const double seconds = to_seconds(std::clamp(passed, Duration(0), kLongestTick));
    last_ = snapshot.time;
    elapsed_ = snapshot.session.elapsed;
    figures_.length_s = to_seconds(in_session ? elapsed_ : *last_ - *first_);

    const BreathState& breath = snapshot.breath;
    if (breath.confidence >= kHeard)
        figures_.heard_s += seconds;
    if (breath.tremor.on)
        figures_.tremor_s += seconds;
    if (!breath.breath_rate_bpm.known)
        return;
    const auto [rate, doubt, known] = breath.breath_rate_bpm;
    rated_s_ += seconds;
    slow_s_ += rate < kSlowBpm ? seconds : 0;
    surely_slow_s_ += rate + doubt < kSlowBpm ? seconds : 0;
    maybe_slow_s_ += rate - doubt < kSlowBpm ? seconds : 0;
}

void Tally::keep(const Answer& answer) noexcept
{
    if (answer.by == AnsweredBy::nobody)
        return;
    if (answer.question == Question::ease && answer.when == CheckInTime::before)
        figures_.ease_before = answer.choice;
    else if (answer.question == Question::ease)
        figures_.ease_after = answer.choice;
    if (answer.question == Question::difference)
        figures_.difference = answer.choice;
    if (answer.question == Question::comfort)
        figures_.comfort = answer.choice;
}

void Tally::count(const Breath& breath) noexcept
{
    if (!std::isfinite(breath.breath_rate_bpm))
        return;
    ++figures_.breaths;
    rates_.add(breath.breath_rate_bpm);
    if (breath.abdominal_share.known && breath.partition == Partition::calibrated)
        calibrated_.add(breath.abdominal_share);
    if (breath.abdominal_share.known && breath.partition == Partition::uncalibrated)
        trend_.add(breath.abdominal_share);
}

SessionFigures Tally::figures() const noexcept
{
    SessionFigures figures = figures_;
    figures.breath_rate_bpm = rates_.median();
    const Mean& mean = calibrated_.breaths > 0 ? calibrated_ : trend_;
    if (mean.breaths > 0) {
        figures.abdominal_share = {mean.share, mean.plus_minus, true};
        figures.partition =
            calibrated_.breaths > 0 ? Partition::calibrated : Partition::uncalibrated;
    }
    if (rated_s_ > 0)
        figures.slow_minutes = {
            slow_s_ / 60, std::max(slow_s_ - surely_slow_s_, maybe_slow_s_ - slow_s_) / 60, true};
    return figures;
}

} // namespace crura::history
