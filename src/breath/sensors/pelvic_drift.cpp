#include "breath/sensors/pelvic_drift.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace crura::breath {
namespace {

bool turned(const BreathState& state)
{
    return std::any_of(state.events.begin(), state.events.end(),
                       [](const Event& event) { return event.kind == EventKind::posture_change; });
}

// One step from `from` towards `to`, of `most` at most on each axis.
void follow(Vector& from, const Vector& to, double most)
{
    for (std::size_t i = 0; i < 3; ++i)
        from[i] += std::clamp(to[i] - from[i], -most, most);
}

} // namespace

void PelvicDrift::operator()(const Frame& frame, Time now, BreathState& state)
{
    const bool still = state.motion.level <= params_.still_level && !state.tremor.on;
    chest_(frame, still);
    const bool look = belly_(frame, still) && chest_.full();
    if (state.posture != Posture::supine || turned(state) || !chest_.heard() || !belly_.heard())
        restart();
    else if (look)
        judge(frame.time, now, state);
    const bool lost = !compares_ || to_seconds(frame.time - spell_.last_seen()) > params_.unseen_s;
    if (spell_.on() && lost)
        spell_.finish(now, state);
}

void PelvicDrift::judge(Time time, Time now, BreathState& state)
{
    if (++seen_ * params_.tilt.block_s + belly_.length_s() < params_.begin_s)
        return;
    if (!compares_) {
        chest_rest_ = chest_.extremes();
        belly_rest_ = belly_.extremes();
        compares_ = true;
        return;
    }
    const double chest_deg = turned_deg(chest_rest_, chest_.extremes());
    const double belly_deg = turned_deg(belly_rest_, belly_.extremes());
    if (chest_deg >= params_.drift_deg)
        return restart();
    const bool alone = chest_deg <= params_.chest_share * belly_deg;
    const double sure_deg = belly_deg - 2 * std::sqrt(wavering_);
    const bool arrived = belly_deg - std::exchange(last_deg_, belly_deg) < params_.arrived_deg;
    if (spell_.on() && alone && belly_deg >= params_.left_deg) {
        most_deg_ = std::max(most_deg_, belly_deg);
        spell_.seen(time, most_deg_);
    } else if (spell_.on()) {
        if (to_seconds(time - spell_.last_seen()) >= belly_.length_s())
            spell_.finish(now, state);
    } else if (alone && arrived && sure_deg >= params_.drift_deg) {
        most_deg_ = belly_deg;
        spell_.begin(time - from_seconds(belly_.length_s() + params_.tilt.block_s), now, belly_deg,
                     state);
    } else {
        const double share = params_.tilt.block_s / params_.doubt_s;
        const double deg = std::min(belly_deg, params_.left_deg);
        wavering_ += share * (deg * deg - wavering_);
    }
    settle();
}

void PelvicDrift::settle()
{
    const double most = params_.settle_deg / kDegrees * params_.tilt.block_s / 60;
    follow(chest_rest_.low, chest_.extremes().low, most);
    follow(chest_rest_.high, chest_.extremes().high, most);
    follow(belly_rest_.low, belly_.extremes().low, most);
    follow(belly_rest_.high, belly_.extremes().high, most);
}

// What is known of the wavering belongs to the breath and stays.
void PelvicDrift::restart()
{
    chest_ = StillTilt(Band::thoracic, params_.tilt);
    belly_ = StillTilt(Band::abdominal, params_.tilt);
    seen_ = 0;
    compares_ = false;
}

} // namespace crura::breath
