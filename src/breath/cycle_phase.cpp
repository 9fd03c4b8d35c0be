#include "breath/cycle_phase.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;
constexpr std::size_t kEvery = 10; // frames to one level of the past
constexpr double kQuickest = 1.6;  // the last breaths may be so much quicker, or slower, than
                                   // the rate
constexpr double kShortestS = 1;   // breath
constexpr double kLearning = 0.2;  // weight of the newest turn, or pause
constexpr double kDoubtful = 0.1;  // with less confidence nothing is said
constexpr double kFlat = 0.05;     // an amplitude that is no breath
constexpr double kRough = 0.05;    // what the displacement holds that is not breath
constexpr double kUneven = 0.05;   // doubt of a rate that is no longer even
constexpr double kMostOff = 0.5;   // of a frequency that is hardly known
constexpr double kHeldDoubtDeg = 90;

double wrapped(double angle_deg)
{
    return std::remainder(angle_deg, 360.);
}

bool pauses(Phase phase)
{
    return phase == Phase::inspiratory_pause || phase == Phase::expiratory_pause;
}

} // namespace

CyclePhase::CyclePhase(Params params)
    : params_(params), frequency_hz_(params.first_rate_bpm / 60),
      ripple_(analytic_.leakage(kMostOff))
{
}

void CyclePhase::operator()(const Frame& frame, double delay_s, const BreathState& state)
{
    const double time_s = to_seconds(frame.time);
    delay_s_ = delay_s;
    if (time_s - measured_s_ > params_.restart_s) {
        analytic_.clear();
        pull_deg_ = 0;
        frames_ = 0;
        held_ = known_ = false;
    }
    if (std::any_of(state.band.begin(), state.band.end(), [](auto& band) { return band.valid; }))
        measured_s_ = time_s;
    else if (measured_s_ == kNever)
        return;
    follow_rate(state);
    watch_pause(time_s, state);
    take_turns(state);
    if (frames_++ % kEvery != 0)
        return;
    pull_deg_ *= std::exp(-(time_s - pushed_s_) * frequency_hz_ / params_.pull_fades);
    analytic_.push(state.displacement);
    pushed_s_ = time_s;
    const auto point = analytic_(frequency_hz_);
    known_ = point.has_value();
    if (known_)
        point_ = *point;
}

void CyclePhase::say(Time now, BreathState& state) const
{
    Estimate& phase = state.phase_deg;
    phase.known = known_ && state.phase != Phase::unknown && state.confidence >= kDoubtful
        && (held_ || point_.amplitude > kFlat);
    if (!phase.known)
        return;
    phase.value = held_ ? held_deg_ : angle_at(to_seconds(now));
    phase.plus_minus = held_ ? kHeldDoubtDeg : doubt_deg();
}

// The middle of the last breaths' rate, which is steady, and of the last two breaths, which are
// near.
void CyclePhase::follow_rate(const BreathState& state)
{
    const double one_s = inspirations_s_[0] - inspirations_s_[1];
    const double two_s = inspirations_s_[0] - inspirations_s_[2];
    if (!state.breath_rate_bpm.known) {
        if (std::isfinite(one_s) && !std::isfinite(two_s))
            frequency_hz_ = 1 / std::clamp(one_s, kShortestS, dsp::AnalyticPhase::kLongestS);
        return;
    }
    const double usual_hz = state.breath_rate_bpm.value / 60;
    const double recent_hz = std::isfinite(two_s) && two_s > 0
        ? std::clamp(2 / two_s, usual_hz / kQuickest, usual_hz * kQuickest)
        : usual_hz;
    const double frequency_hz = 0.5 * (usual_hz + recent_hz);
    if (frequency_hz == frequency_hz_)
        return;
    frequency_hz_ = frequency_hz;
    const double off = state.breath_rate_bpm.plus_minus / state.breath_rate_bpm.value;
    ripple_ = analytic_.leakage(std::min(off, kMostOff));
    const double uneven = std::min(off / kUneven, 1.);
    tone_deg_ = (1 - uneven * uneven) * analytic_.tone_lag_deg();
}

void CyclePhase::watch_pause(double time_s, const BreathState& state)
{
    if (!pauses(state.phase)) {
        if (pause_s_ > 0)
            usual_pause_s_ += kLearning * (pause_s_ - usual_pause_s_);
        pause_since_s_ = time_s;
        pause_s_ = 0;
        held_ = false;
        return;
    }
    pause_s_ = time_s - pause_since_s_;
    const double longest_s =
        std::max(params_.longest_pause / frequency_hz_, params_.usual_pauses * usual_pause_s_);
    if (!held_ && known_ && pause_s_ > longest_s) {
        held_deg_ = angle_at(time_s);
        held_ = true;
    }
}

// Onsets stay in the state for a whole tick, and come by the dozen when the tracker catches up: of
// all that are new only the newest may pull.
void CyclePhase::take_turns(const BreathState& state)
{
    for (const auto& onset : state.onsets) {
        const double time_s = to_seconds(onset.time);
        if (time_s <= turn_s_)
            continue;
        turn_s_ = time_s;
        const bool inspiration = onset.phase == Phase::inspiration;
        if (inspiration) {
            inspirations_s_ = {time_s, inspirations_s_[0], inspirations_s_[1]};
        }
        const auto then = analytic_(frequency_hz_, pushed_s_ - time_s);
        if (!then)
            continue;
        const double error = wrapped((inspiration ? params_.onset_deg : 0) - then->angle_deg
                                     - 360 * frequency_hz_ * delay_s_);
        disagreement_ += kLearning * (error * error / (kDegrees * kDegrees) - disagreement_);
        if (inspiration)
            pull_deg_ = params_.pull * error;
    }
}

// On the body's time: later than the displacement by its delay, carried on by the frequency.
double CyclePhase::angle_at(double time_s) const
{
    const double late_s = std::min(time_s - pushed_s_, measured_s_ - pushed_s_ + params_.hold_s);
    return wrapped(point_.angle_deg + tone_deg_ + pull_deg_
                   + 360 * frequency_hz_ * (delay_s_ + late_s));
}

// Ripple from a frequency that is not sure, what rides on the breath, and how far phase and turns
// have been apart.
double CyclePhase::doubt_deg() const
{
    const double rough = kRough / point_.amplitude;
    return std::min(kDegrees * std::sqrt(ripple_ * ripple_ + rough * rough + disagreement_), 180.);
}

} // namespace crura::breath
