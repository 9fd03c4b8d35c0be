#pragma once

#include "breath/sensors/seat.hpp"
#include "breath/sensors/vector.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"

#include <optional>

namespace crura::breath {

// How the trunk lies to gravity, from one motion sensor on it: the chest's, or else the belly's.
//
// Of the way it was put on only this is taken for granted: it lies flat, its z axis pointing away
// from the body. So face up and face down are known at once. Which way the head is in the sensor
// may be told; else it is learnt while the body lies on its back or front: there the breath turns
// the sensor about the axis from side to side, and the head lies across it. That leaves two ways,
// of which the first time upright shows the right one. Until then lying on a side is not known
// from being upright, nor left from right, and the posture is unknown. Whether an upright body sits
// or stands is Seat's to tell.
//
// A turn of more than `turn_deg` that is kept is an EventKind::posture_change, whatever the
// sensor's mounting; its evidence is the angle [deg]. Sets BreathState::posture. Runs after
// MotionIndex and TremorDetector. Any thread; a plain value.
class PostureWatch {
public:
    struct Params {
        Vector head{};          // which way the head is, in the sensor's axes; zero: not known
        double smooth_s = 0.5;  // of gravity
        double within_deg = 45; // of an axis: that posture
        double beyond_deg = 55; // until it is further off than this
        double turn_deg = 20;
        double steady_deg = 8; // a posture is kept when it stays within this
        double kept_s = 3;     // for so long
        double learn_s = 20;   // lying quietly, after which the breathing axis is believed
        double gap_s = 2;      // without a sensor for longer nothing is known
        Seat::Params seat{};
    };

    explicit PostureWatch(Params params) : params_(params), seat_(params.seat), head_(params.head)
    {
    }

    // Every frame. `breathing_axis` of the same sensor, where it is known (Conditioner).
    void operator()(const Frame& frame, const std::optional<Vector>& breathing_axis, Time now,
                    BreathState& state);

private:
    static constexpr int kStep = 10; // frames

    void look(const Frame& frame, const std::optional<Vector>& breathing_axis, Time now,
              BreathState& state);
    std::optional<Vector> measured(const Frame& frame);
    void watch_turn(Time time, Time now, BreathState& state);
    void learn(const std::optional<Vector>& breathing_axis);
    Posture posture() const;
    bool along(const Vector& axis, Posture posture) const;

    Params params_;
    Seat seat_;
    std::optional<Band> site_; // the chest once it was heard
    int frame_ = 0;
    int silent_ = 0; // steps
    Vector smooth_{};
    Vector up_{};      // of length 1; zero while unknown
    Vector settled_{}; // how the body lay before
    Vector recent_{};  // where it has stayed
    Time recent_since_{};
    std::optional<Time> turned_at_; // since when it lies otherwise than settled_
    Vector head_{};
    Vector side_{}; // the breathing axis, lying
    int lying_ = 0; // steps
    Posture trunk_ = Posture::unknown;
    Posture posture_ = Posture::unknown; // with sitting or standing for upright
};

} // namespace crura::breath
