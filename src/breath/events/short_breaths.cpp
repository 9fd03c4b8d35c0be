#include "breath/events/short_breaths.hpp"

#include <algorithm>

namespace crura::breath {

void ShortBreaths::learn(const Breath& breath)
{
    breath_times_s_.push(to_seconds(breath.end - breath.inspiration_onset));
}

void ShortBreaths::operator()(Time now, BreathState& state)
{
    const bool heard = state.phase != Phase::unknown && state.motion.level < params_.most_motion;
    if (!heard || !heard_)
        restart(state.displacement);
    heard_ = heard;
    turn(now, state.displacement);
    if (!over_ && over(state.displacement)) {
        over_ = true;
        if (both_short(now))
            yes_ = Answer{first_.begun, now};
    }
    if (!yes_ || to_seconds(now - yes_->end) < params_.wait_s)
        return;
    report(EventKind::short_breaths, yes_->start, yes_->end, now,
           to_seconds(yes_->end - yes_->start), state);
    yes_.reset();
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
    if (rising_ ? extreme_ - level < params_.turn : level - extreme_ < params_.turn)
        return;
    if (rising_) {
        second_.peak = extreme_;
        over_ = false;
        yes_.reset(); // a third one
    } else {
        first_ = second_;
        second_ = {now, extreme_, level, to_seconds(now - second_.begun)};
    }
    rising_ = !rising_;
    extreme_ = level;
}

// Whether the breath has gone out of the second one.
bool ShortBreaths::over(double level) const
{
    return !rising_ && second_.peak - level > params_.fallen * (second_.peak - second_.trough);
}

bool ShortBreaths::both_short(Time now) const
{
    if (breath_times_s_.size() < kEnough || first_.begun == Time{})
        return false;
    const double usual_s = dsp::median(breath_times_s_);
    const double most_s = std::min(params_.share * usual_s, params_.longest_s);
    return fair(first_) && fair(second_) && second_.since_last_s < most_s
        && to_seconds(now - second_.begun) < most_s
        && first_.since_last_s > params_.before * usual_s;
}

bool ShortBreaths::fair(const Rise& rise) const
{
    const double height = rise.peak - rise.trough;
    return height > params_.least_height && height < params_.most_height;
}

} // namespace crura::breath
