#include "breath/turns/band_tracker.hpp"

#include "breath/sensors/flow.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace crura::breath {

BandTracker::BandTracker(Params params)
    : params_(params), smoothing_(params.cutoff_hz, kFrameRateHz),
      turns_({.sample_rate_hz = kTurnRateHz})
{
}

void BandTracker::operator()(double time_s, std::optional<double> raw, bool due, double motion,
                             bool flow)
{
    valid_ = raw.has_value();
    const bool silence = !ever_ || time_s - last_valid_s_ > params_.silence_s;
    if (!valid_ && silence)
        return;
    if (silence) {
        if (!ever_ && flow) // which side of a flow sensor is in front says nothing
            vote_ = PolarityVote({.prior = 0});
        begin(*raw);
        tame_s_ = time_s;
    }
    if (valid_) {
        ever_ = true;
        last_valid_s_ = time_s;
        const double value = tamed(time_s, *raw);
        measure_noise(value);
        level_ = smoothing_(value);
        lowest_ = std::min(lowest_, level_);
        highest_ = std::max(highest_, level_);
    }
    if (due)
        find_turn(time_s, motion, flow);
}

// Every other level is enough to vote with.
void BandTracker::find_turn(double time_s, double motion, bool flow)
{
    const double steady = steady_(level_, turns_.amplitude(), motion); // held through a short gap
    if (turns_sought_++ % 2 == 0) {
        newest_s_ = time_s;
        cycle_.push(float(steady - origin_));
    }
    if (const auto turn = turns_(time_s, steady, noise_, steady_.retreat(0)))
        vote(*turn, flow);
}

void BandTracker::begin(double raw)
{
    smoothing_.reset(raw);
    steady_.reset(raw);
    origin_ = raw;
    turns_.restart();
    recent_.clear();
    cycle_.clear();
    cycle_known_ = false;
    lowest_ = highest_ = raw;
}

// Nobody breathes that fast: a single wild value is passed over.
double BandTracker::tamed(double time_s, double raw)
{
    const double usual = params_.wild * turns_.amplitude() + steady_.ripple() + 4 * noise_;
    const bool wild = turns_.knows_breaths() && std::fabs(raw - level_) > usual;
    if (wild && time_s - tame_s_ <= params_.wild_s)
        return level_;
    if (!wild)
        tame_s_ = time_s;
    return raw;
}

// Whatever bends within 100 ms is not breath. The second difference passes 1.5 times the power of
// white noise, of which the low-pass leaves about a quarter in amplitude. So noise wanders by
// less than noise() even in a long pause. One step or spike does not count as much as it is high,
// or nothing would be heard for long after it.
void BandTracker::measure_noise(double raw)
{
    constexpr double kForget = 1 / (5 * kFrameRateHz); // over 5 s
    constexpr double kMargin = 2.1;
    constexpr double kStep = 0.05; // of the amplitude
    recent_.push(raw);
    if (recent_.size() < 11)
        return;
    const double most = std::max(4 * std::sqrt(noise_power_), kStep * amplitude());
    const double bend = std::min(std::fabs(recent_[5] - 0.5 * (recent_[0] + recent_[10])),
                                 bends_ < kFrameRateHz ? HUGE_VAL : most);
    noise_power_ += std::max(kForget, 1 / ++bends_) * (bend * bend / 1.5 - noise_power_);
    noise_ = kMargin * std::sqrt(noise_power_);
}

// A cycle of the signal as it comes runs from one minimum to the next.
void BandTracker::vote(const dsp::Turn& turn, bool flow)
{
    const auto age = [this](double time_s) {
        return std::size_t(std::max(std::lround((newest_s_ - time_s) * kCycleRateHz), 0l));
    };
    if (turn.kind == dsp::Turn::Kind::hesitation)
        return;
    if (turn.kind == dsp::Turn::Kind::expiration_onset) {
        maximum_s_ = turn.extreme_time_s;
        minimum_s_ = turn.trough_time_s;
        cycle_known_ = true;
        return;
    }
    const std::size_t first = age(minimum_s_), last = age(turn.extreme_time_s);
    if (cycle_known_ && first < cycle_.size() && first > last) {
        std::array<double, kCycle> levels;
        const std::size_t size = first - last + 1;
        for (std::size_t i = 0; i < size; ++i)
            levels[i] = cycle_[first - i];
        const double weight = 1 - steady_.caution();
        if (!flow)
            vote_.add_cycle(std::span(levels).first(size), first - age(maximum_s_), weight);
        else {
            for (std::size_t i = 0; i + 1 < size; ++i)
                levels[i] = flow_of(levels[i], (levels[i + 1] - levels[i]) * kCycleRateHz);
            vote_.add_flow_cycle(std::span(levels).first(size - 1), weight);
        }
    }
    cycle_known_ = false;
}

double BandTracker::clarity() const
{
    if (noise_ <= 0)
        return 0;
    return std::clamp((1.4 * amplitude() / noise_ - 2) / 6, 0., 1.);
}

} // namespace crura::breath
