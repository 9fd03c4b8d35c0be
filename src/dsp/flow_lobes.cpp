#include "dsp/flow_lobes.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {

void FlowLobes::push(double time_s, double flow)
{
    newest_s_ = time_s;
    learn_rest(flow);
    flow_.push(float(flow));
}

void FlowLobes::learn_rest(double flow)
{
    const double step_s = 1 / params_.sample_rate_hz;
    if (++begun_ * step_s < params_.at_first_s) {
        rest_ += (flow - rest_) / begun_;
        return;
    }
    const double near = params_.near * std::min(usual(in), usual(out));
    const bool resting = std::fabs(flow - rest_) < near;
    rest_ += step_s / (resting ? params_.rest_s : params_.mean_s) * (flow - rest_);
}

bool FlowLobes::clearly(bool inspiring) const
{
    const auto direction = inspiring ? in : out;
    const double usual = this->usual(direction);
    return usual > 0 && !flow_.empty() && flow(direction, 0) > params_.clear * usual;
}

void FlowLobes::operator()(Turn& turn)
{
    if (flow_.empty())
        return;
    if (turn.kind == Turn::Kind::inspiration_onset)
        begin(turn);
    else
        end(turn);
}

// The lobe of an inspiration has begun; the expiration before it is over.
void FlowLobes::begin(Turn& turn)
{
    const std::size_t before = age_of(std::max(expiration_s_, turn.trough_time_s - 1));
    const std::size_t peak = highest(in, before, 0);
    const double height = std::max(flow(in, peak), usual(in));
    turn.time_s = turn.inspiration_time_s = onset_s(in, peak, before, height);
    if (expiration_s_ > newest_s_ - double(flow_.size() - 1) / params_.sample_rate_hz)
        peaks_[out].push(flow(out, highest(out, age_of(expiration_s_), age_of(turn.time_s))));
}

// The lobe of an inspiration is over, and known to its full height.
void FlowLobes::end(Turn& turn)
{
    const std::size_t before = age_of(std::max(expiration_s_, turn.trough_time_s - 1));
    const std::size_t peak = highest(in, before, 0);
    const double height = flow(in, peak);
    if (height <= 0)
        return;
    peaks_[in].push(height);
    turn.inspiration_time_s = onset_s(in, peak, before, height);
    const std::size_t fall = highest(out, peak, 0);
    turn.time_s = onset_s(out, fall, peak, std::max(flow(out, fall), usual(out)));
    expiration_before_s_ = expiration_s_;
    expiration_s_ = turn.time_s;
}

std::size_t FlowLobes::age_of(double time_s) const
{
    const double age = std::round((newest_s_ - time_s) * params_.sample_rate_hz);
    return std::size_t(std::clamp(age, 0., double(flow_.size() - 1)));
}

// The age of the highest flow between two ages, the older first.
std::size_t FlowLobes::highest(Direction direction, std::size_t from, std::size_t to) const
{
    std::size_t best = to;
    for (std::size_t age = to; age <= from; ++age)
        if (flow(direction, age) > flow(direction, best))
            best = age;
    return best;
}

// The last time before `peak` that the flow was in the dead band of a lobe of that height.
double FlowLobes::onset_s(Direction direction, std::size_t peak, std::size_t oldest,
                          double height) const
{
    const double dead = params_.dead * height;
    std::size_t age = peak;
    while (age < oldest && flow(direction, age) > dead)
        ++age;
    const double below = flow(direction, age), above = age > 0 ? flow(direction, age - 1) : below;
    const double part = above > below ? std::clamp((dead - below) / (above - below), 0., 1.) : 0;
    return newest_s_ - (double(age) - part) / params_.sample_rate_hz;
}

} // namespace crura::dsp
