#include "breath/events/short_breaths.hpp"

#include <algorithm>

namespace crura::breath {

void ShortBreaths::operator()(Time now, BreathState& state)
{
    const bool heard = state.phase != Phase::unknown && state.motion.level < params_.most_motion;
    if (!heard || !heard_)
        restart(state.displacement);
    heard_ = heard;
    turn(now, state.displacement);
    if (!over_ && over(state.displacement))
        end(now);
    if (yes_ && !third_follows(now)) {
        report(EventKind::short_breaths, yes_->start, yes_->end, now,
               to_seconds(yes_->end - yes_->start), state);
        yes_.reset();
    }
}

void ShortBreaths::restart(double level)
{
    rising_ = false;
    over_ = true;
    extreme_ = level;
    first_ = second_ = {};
    yes_.reset();
}

void ShortBreaths::turn(Time now, double level)
{
    extreme_ = rising_ ? std::max(extreme_, level) : std::min(extreme_, level);
    if (rising_)
        second_.peak = extreme_;
    if (rising_ ? extreme_ - level < params_.turn : level - extreme_ < params_.turn)
        return;
    if (rising_) {
        over_ = false;
    } else {
        first_ = second_;
        second_ = {.begun = now, .trough = extreme_, .peak = level};
        if (first_.begun != Time{})
            times_s_.push(second_.since_last_s = to_seconds(now - first_.begun));
    }
    rising_ = !rising_;
    extreme_ = level;
}

// The second one is over: the two are an answer, or it is the third after one.
void ShortBreaths::end(Time now)
{
    over_ = true;
    second_.span_s = to_seconds(now - second_.begun);
    if (yes_ && is_short(second_))
        yes_.reset();
    else if (both_short())
        yes_ = Answer{first_.begun, now, second_.peak - second_.trough};
    spans_s_.push(second_.span_s);
}

// Whether another breath may prove short as well: none has come for long enough, or none that rises
// as quickly.
bool ShortBreaths::third_follows(Time now) const
{
    if (to_seconds(now - yes_->end) < params_.wait_s)
        return true;
    const bool risen =
        second_.begun > yes_->end && second_.peak - second_.trough > params_.quick * yes_->height;
    return risen && to_seconds(now - second_.begun) < params_.share * dsp::median(spans_s_);
}

// Whether the breath has gone out of the second one.
bool ShortBreaths::over(double level) const
{
    return !rising_ && second_.peak - level > params_.fallen * (second_.peak - second_.trough);
}

bool ShortBreaths::both_short() const
{
    if (times_s_.size() < kEnough)
        return false;
    const double usual_s = dsp::median(times_s_);
    return is_short(first_) && is_short(second_)
        && second_.since_last_s < std::min(params_.share * usual_s, params_.longest_s)
        && first_.since_last_s > params_.before * usual_s;
}

bool ShortBreaths::is_short(const Rise& rise) const
{
    const double height = rise.peak - rise.trough;
    return height > params_.least_height && height < params_.most_height
        && rise.span_s < params_.share * dsp::median(spans_s_);
}

} // namespace crura::breath
