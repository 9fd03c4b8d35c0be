#include "breath/events/freeze.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(200);
constexpr Duration kEarly = std::chrono::seconds(3); // of a window may still be breath
constexpr Duration kLate = std::chrono::seconds(4);  // that breath is back is seen

// Standard deviation from the straight line through the values.
template <std::size_t N>
double spread_of(const dsp::History<float, N>& values)
{
    const double n = double(values.size());
    double sum = 0, moment = 0, squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = double(values[i]) - double(values[0]);
        sum += value;
        moment += value * (double(i) - 0.5 * (n - 1));
        squares += value * value;
    }
    const double left = squares - sum * sum / n - 12 * moment * moment / (n * (n * n - 1));
    return std::sqrt(std::max(left, 0.) / n);
}

} // namespace

void FreezeWatch::operator()(Time now, BreathState& state)
{
    if (now - last_ < kStep)
        return;
    const double step_s = std::min(to_seconds(now - last_), 2 * to_seconds(kStep));
    last_ = now;
    follow_tremor(now, step_s, state);
    hear(state);
    const Swing now_swings = swing();
    learn(now_swings, step_s, state);
    judge(now_swings, now, state);
}

void FreezeWatch::follow_tremor(Time now, double step_s, const BreathState& state)
{
    if (state.tremor.on) {
        trembled_s_ += step_s;
        if (trembled_s_ >= params_.tremor_s)
            tremor_end_ = now;
    } else {
        trembled_s_ = 0;
    }
}

void FreezeWatch::hear(const BreathState& state)
{
    if (state.posture != posture_) { // other swings
        posture_ = state.posture;
        learnt_s_ = 0;
    }
    const bool rests =
        !state.tremor.on && !state.hold.on && state.motion.level < params_.most_motion;
    for (std::size_t b = 0; b < kBands; ++b)
        if (rests && state.band[b].valid)
            levels_[b].push(float(state.band[b].level));
        else
            levels_[b].clear();
}

FreezeWatch::Swing FreezeWatch::swing() const
{
    Swing swing;
    int bands = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        if (levels_[b].size() < kWindow)
            continue;
        swing.known = true;
        swing.of_band[b] = spread_of(levels_[b]);
        if (learnt_s_ < params_.enough_s || usual_[b] <= 0)
            continue;
        ++bands;
        swing.relative += (swing.of_band[b] / usual_[b] - swing.relative) / bands;
    }
    return swing;
}

// A collapse is not learnt, or it would soon be usual.
void FreezeWatch::learn(const Swing& swing, double step_s, const BreathState& state)
{
    const bool usual = learnt_s_ < params_.enough_s || swing.relative > params_.breathes;
    if (!swing.known || !usual)
        return;
    learnt_s_ += step_s;
    const double part = step_s / std::min(learnt_s_, params_.memory_s);
    for (std::size_t b = 0; b < kBands; ++b)
        usual_[b] += part * (swing.of_band[b] - usual_[b]);
    if (state.abdominal_share.known)
        usual_share_ +=
            (usual_share_ > 0 ? part : 1) * (state.abdominal_share.value - usual_share_);
}

bool FreezeWatch::collapsed(const Swing& swing, const BreathState& state) const
{
    if (!swing.known || learnt_s_ < params_.enough_s)
        return false;
    const bool fallen = state.abdominal_share.known
        && usual_share_ - state.abdominal_share.value > params_.share_fallen;
    return swing.relative < (fallen ? params_.with_share : params_.collapsed);
}

void FreezeWatch::judge(const Swing& swing, Time now, BreathState& state)
{
    if (spell_.on()) {
        if (!swing.known || swing.relative > params_.breathes)
            return spell_.finish(now, state);
        return spell_.seen(std::max(now - kLate, spell_.start()), to_seconds(now - *tremor_end_));
    }
    if (!collapsed(swing, state)) {
        flat_since_.reset();
        return;
    }
    if (!flat_since_)
        flat_since_ = now - kWindow * kStep + kEarly;
    const bool after = tremor_end_ && to_seconds(*flat_since_ - *tremor_end_) < params_.after_s;
    if (after && to_seconds(now - *flat_since_) >= params_.lasts_s)
        spell_.begin(std::max(*flat_since_, *tremor_end_), now, to_seconds(now - *tremor_end_),
                     state);
}

} // namespace crura::breath
