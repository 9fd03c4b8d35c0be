#include "dsp/rail_finder.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {
namespace {

constexpr double kCounts = 100; // who reaches that is likely to count

// 255, 511, ... 2^24 - 1.
bool is_converters_end(double value)
{
    int exponent = 0;
    return std::frexp(value + 1, &exponent) == 0.5 && exponent > 8 && exponent <= 25;
}

} // namespace

void RailFinder::operator()(double signal, double swing, double noise)
{
    if (!began_) {
        began_ = true;
        origin_ = lowest_ = highest_ = run_lowest_ = run_highest_ = same_ = signal;
    }
    lowest_ = std::min(lowest_, signal);
    highest_ = std::max(highest_, signal);
    at_rail_ = at_converters_end(signal);
    if (swing > 0) {
        follow_run(signal, swing);
        look_for(upper_, 1, signal, swing, noise);
        look_for(lower_, -1, signal, swing, noise);
    }
    recent_.push(float(signal - origin_));
}

bool RailFinder::at_converters_end(double signal)
{
    same_samples_ = signal == same_ ? same_samples_ + 1 : 1;
    same_ = signal;
    if (same_samples_ < params_.exact_s * params_.sample_rate_hz || highest_ == lowest_)
        return false;
    return (signal == highest_ && is_converters_end(signal))
        || (signal == 0 && lowest_ == 0 && highest_ > kCounts);
}

// A run goes on while all of it fits into the flat, but for short dips back.
void RailFinder::follow_run(double signal, double swing)
{
    const double flat = params_.flat * swing;
    const double lowest = std::min(run_lowest_, signal), highest = std::max(run_highest_, signal);
    const bool back = run_entry_ > 0 ? signal < run_lowest_ : signal > run_highest_;
    if (++run_samples_ > 1 && highest - lowest <= flat) {
        run_lowest_ = lowest;
        run_highest_ = highest;
        dip_samples_ = 0;
    } else if (!back || ++dip_samples_ > params_.dip_s * params_.sample_rate_hz) {
        run_lowest_ = run_highest_ = signal;
        run_samples_ = 1;
        dip_samples_ = 0;
        run_entry_ = recent_.empty() ? 0 : signal - origin_ - recent_[recent_.size() - 1];
    }
}

// `side` +1: the upper end of the range, -1: the lower.
void RailFinder::look_for(std::optional<Rail>& rail, int side, double signal, double swing,
                          double noise)
{
    const double flat = params_.flat * swing;
    const double same = std::max(params_.same * swing, 2 * noise);
    const double entry = side * run_entry_;
    const double furthest = side > 0 ? highest_ : -lowest_;
    if (rail && side * (signal - rail->level) > flat)
        rail.reset(); // the signal goes on beyond it
    const double middle = 0.5 * (run_lowest_ + run_highest_);
    const bool stops = run_samples_ == int(params_.stop_s * params_.sample_rate_hz)
        && entry > std::max(params_.sudden * swing, params_.above_noise * noise)
        && side * middle > furthest - flat;
    if (stops) {
        const double beyond = rail ? side * (middle - rail->level) : HUGE_VAL;
        if (beyond > same)
            rail = Rail{middle, 1, false};
        else
            rail->stops += beyond < -same ? -1 : 1;
        rail->abrupt = rail->abrupt || entry > params_.abrupt * swing;
    }
    if (!rail)
        return;
    const double step_s = 1 / params_.sample_rate_hz;
    if (std::fabs(signal - rail->level) > flat) {
        rail->away_s += step_s;
        if (rail->away_s > params_.away_s)
            rail->time_s = 0;
        return;
    }
    rail->away_s = 0;
    rail->time_s += step_s;
    at_rail_ = at_rail_ || rail->stops >= params_.enough
        || (rail->abrupt && rail->time_s >= params_.long_s);
}

} // namespace crura::dsp
