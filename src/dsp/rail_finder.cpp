#include "dsp/rail_finder.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {
namespace {

// 0, 255, 511, ... 2^24 - 1.
bool is_converters_end(double value)
{
    if (value == 0)
        return true;
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
    if (swing > 0)
        follow_run(signal, swing, noise);
    recent_.push(float(signal - origin_));
}

bool RailFinder::at_converters_end(double signal)
{
    same_samples_ = signal == same_ ? same_samples_ + 1 : 1;
    same_ = signal;
    return same_samples_ >= params_.exact_s * params_.sample_rate_hz && highest_ > lowest_
        && (signal == lowest_ || signal == highest_) && is_converters_end(signal);
}

// A run goes on while all of it fits into the flat, but for short dips back.
void RailFinder::follow_run(double signal, double swing, double noise)
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
    for (auto* stop : {&upper_, &lower_}) {
        const bool up = stop == &upper_;
        if (*stop && (up ? signal - (*stop)->level : (*stop)->level - signal) > flat)
            stop->reset(); // the signal goes on beyond it
        const double entry = up ? run_entry_ : -run_entry_;
        const bool sudden =
            entry > params_.sudden * swing && entry > params_.above_noise * noise;
        const bool furthest = up ? run_highest_ >= highest_ - flat : run_lowest_ <= lowest_ + flat;
        if (sudden && furthest
            && run_samples_ == int(params_.stop_s * params_.sample_rate_hz)) {
            const double level = 0.5 * (run_lowest_ + run_highest_);
            if (!*stop)
                *stop = Stop{level, params_.stop_s};
            ++(*stop)->stops;
        }
        if (!*stop || !near(**stop, signal, swing))
            continue;
        (*stop)->time_s += 1 / params_.sample_rate_hz;
        at_rail_ = at_rail_ || (*stop)->time_s >= params_.long_s
            || ((*stop)->stops >= 2 && (*stop)->time_s >= params_.enough_s);
    }
}

bool RailFinder::near(const Stop& stop, double signal, double swing) const
{
    return std::fabs(signal - stop.level) <= params_.flat * swing;
}

} // namespace crura::dsp
