#include "breath/sensors/posture.hpp"

#include "breath/sensors/imu_channels.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Vector kFront{0, 0, 1}; // of a sensor that lies flat on the body

double angle_deg(const Vector& a, const Vector& b)
{
    return kDegrees * std::acos(std::clamp(dot(a, b), -1., 1.));
}

bool known(const Vector& a)
{
    return dot(a, a) > 0;
}

} // namespace

void PostureWatch::operator()(const Frame& frame, const std::optional<Vector>& breathing_axis,
                              Time now, BreathState& state)
{
    if (site_)
        seat_.feel(acceleration_of(frame, *site_), up_by_orientation(frame, *site_), state.motion,
                   state.tremor);
    if (++frame_ >= kStep) {
        frame_ = 0;
        look(frame, breathing_axis, now, state);
    }
    state.posture = posture_;
}

void PostureWatch::look(const Frame& frame, const std::optional<Vector>& breathing_axis, Time now,
                        BreathState& state)
{
    const double step_s = kStep / kFrameRateHz;
    if (const auto vector = measured(frame)) {
        silent_ = 0;
        const double share = known(smooth_) ? 1 - std::exp(-step_s / params_.smooth_s) : 1;
        smooth_ = sum(smooth_, sum(normalised(*vector), smooth_, -1), share);
        up_ = normalised(smooth_);
        watch_turn(frame.time, now, state);
        learn(breathing_axis);
        trunk_ = posture();
        posture_ = seat_(trunk_, up_, step_s);
    } else if (++silent_ * step_s > params_.gap_s) {
        smooth_ = up_ = {};
        lying_ = 0;
        seat_.forget();
        posture_ = trunk_ = Posture::unknown;
    }
}

// What was learnt of one sensor says nothing of another.
std::optional<Vector> PostureWatch::measured(const Frame& frame)
{
    for (const Band site : {Band::thoracic, Band::abdominal}) {
        if (site_ && site > *site_)
            break;
        auto vector = acceleration_of(frame, site);
        if (!vector)
            vector = up_by_orientation(frame, site);
        if (!vector)
            continue;
        if (site_ && site != *site_)
            *this = PostureWatch(params_);
        site_ = site;
        return vector;
    }
    return std::nullopt;
}

void PostureWatch::watch_turn(Time time, Time now, BreathState& state)
{
    if (!known(recent_) || angle_deg(up_, recent_) > params_.steady_deg) {
        recent_ = up_;
        recent_since_ = time;
    }
    const double turn_deg = known(settled_) ? angle_deg(up_, settled_) : 0;
    if (turn_deg <= params_.turn_deg)
        turned_at_.reset();
    else if (!turned_at_)
        turned_at_ = time;
    if (to_seconds(time - recent_since_) < params_.kept_s)
        return;
    if (turned_at_
        && !state.events.push_back({.kind = EventKind::posture_change,
                                    .start = *turned_at_,
                                    .end = time,
                                    .known_at = now,
                                    .evidence = turn_deg,
                                    .over = true}))
        return;
    if (!known(settled_) || turned_at_)
        settled_ = up_;
    turned_at_.reset();
}

void PostureWatch::learn(const std::optional<Vector>& breathing_axis)
{
    const double tilt_deg = angle_deg(up_, kFront);
    const bool lying = std::min(tilt_deg, 180 - tilt_deg) < params_.within_deg;
    lying_ = lying ? lying_ + 1 : 0;
    if (lying && breathing_axis && lying_ * kStep > params_.learn_s * kFrameRateHz)
        side_ = normalised(sum(*breathing_axis, kFront, -dot(*breathing_axis, kFront)));
    if (known(head_) || !known(side_) || lying)
        return;
    const Vector along_spine = cross(kFront, side_);
    if (std::fabs(dot(up_, along_spine)) > std::cos(params_.within_deg / kDegrees / 2))
        head_ = scaled(along_spine, dot(up_, along_spine) > 0 ? 1 : -1);
}

Posture PostureWatch::posture() const
{
    if (along(kFront, Posture::supine))
        return Posture::supine;
    if (along(scaled(kFront, -1), Posture::prone))
        return Posture::prone;
    if (!known(head_))
        return Posture::unknown;
    if (along(head_, Posture::upright))
        return Posture::upright;
    const Vector left = cross(head_, kFront); // of the person; it is up when the right side is down
    if (along(left, Posture::right_side))
        return Posture::right_side;
    if (along(scaled(left, -1), Posture::left_side))
        return Posture::left_side;
    return Posture::unknown;
}

// A posture that is held is given up a little later than it is taken up.
bool PostureWatch::along(const Vector& axis, Posture posture) const
{
    return angle_deg(up_, axis) < (posture == trunk_ ? params_.beyond_deg : params_.within_deg);
}

} // namespace crura::breath
