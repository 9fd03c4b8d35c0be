#include "dsp/turn_locator.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {

void TurnLocator::push(double time_s, double level)
{
    if (levels_.empty())
        origin_ = level;
    levels_.push(float(level - origin_));
    newest_s_ = time_s;
}

void TurnLocator::restart()
{
    levels_.clear();
    peak_s_ = peak_before_s_ = kNever;
}

void TurnLocator::operator()(Turn& turn, double lag_s, double doubt, double usual)
{
    if (turn.kind == Turn::Kind::inspiration_onset)
        locate_inspiration(turn, lag_s, usual);
    else
        locate_expiration(turn, lag_s, doubt);
}

void TurnLocator::locate_inspiration(Turn& turn, double lag_s, double usual)
{
    const double seen_s = turn.trough_time_s - lag_s;
    const Point trough = extreme(Side::low, std::max(peak_s_, seen_s - 1), newest_s_);
    const double height = heights_.empty() ? usual : median(heights_);
    turn.time_s = turn.inspiration_time_s =
        last_time_below(trough.level + 0.1 * height, trough.time_s, newest_s_);
    turn.extreme_time_s = turn.trough_time_s = trough.time_s;
    turn.level = turn.trough_level = trough.level;
}

void TurnLocator::locate_expiration(Turn& turn, double lag_s, double doubt)
{
    const double search_s = params_.search_s + doubt * params_.search_more_s;
    const double seen_s = turn.extreme_time_s - lag_s;
    const Point peak = extreme(Side::high, seen_s - search_s, seen_s + search_s);
    const double from_s = std::max(peak_s_, turn.trough_time_s - lag_s - 1);
    const Point trough = extreme(Side::low, std::min(from_s, peak.time_s), peak.time_s);
    const double height = peak.level - trough.level;
    heights_.push(height);
    peak_before_s_ = peak_s_;
    peak_s_ = peak.time_s;
    turn.time_s = turn.extreme_time_s = peak.time_s;
    turn.level = peak.level;
    if (turn.inspiration_time_s >= newest_s_ - double(levels_.size() - 1) / params_.sample_rate_hz)
        turn.inspiration_time_s =
            last_time_below(trough.level + 0.1 * height, trough.time_s, peak.time_s);
    turn.trough_time_s = trough.time_s;
    turn.trough_level = trough.level;
}

std::size_t TurnLocator::age_of(double time_s) const
{
    const double age = std::round((newest_s_ - time_s) * params_.sample_rate_hz);
    return std::size_t(std::clamp(age, 0., double(levels_.size() - 1)));
}

// The furthest point, between samples by the parabola through three.
TurnLocator::Point TurnLocator::extreme(Side side, double from_s, double to_s) const
{
    const float sign = side == Side::high ? 1 : -1;
    const std::size_t oldest = age_of(from_s), newest = age_of(to_s);
    std::size_t best = newest;
    for (std::size_t age = newest; age <= oldest; ++age)
        if (sign * levels_[age] > sign * levels_[best])
            best = age;
    double older = 0; // how much more than `best` samples ago
    if (best > 0 && best + 1 < levels_.size()) {
        const double after = level(best - 1), before = level(best + 1);
        const double bend = after - 2 * level(best) + before;
        if (sign * bend < 0)
            older = std::clamp(0.5 * (after - before) / bend, -0.5, 0.5);
    }
    return {newest_s_ - (double(best) + older) / params_.sample_rate_hz, level(best)};
}

double TurnLocator::last_time_below(double threshold, double from_s, double to_s) const
{
    const std::size_t oldest = age_of(from_s);
    std::size_t age = age_of(to_s);
    while (age < oldest && level(age) > threshold)
        ++age;
    const double below = level(age), above = age > 0 ? level(age - 1) : below;
    const double part =
        above > below ? std::clamp((threshold - below) / (above - below), 0., 1.) : 0;
    return newest_s_ - (double(age) - part) / params_.sample_rate_hz;
}

} // namespace crura::dsp
