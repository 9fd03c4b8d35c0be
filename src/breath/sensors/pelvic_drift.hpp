#pragma once

#include "breath/sensors/vector.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"

namespace crura::breath {

// Whether a person who lies on the back tucks the pelvis or presses the low back down: the belly's
// motion sensor turns by a few degrees and stays so, while the chest's does not.
//
// Reports EventKind::pelvic_drift from where it began until it is left; its evidence is the angle
// [deg]. Needs motion sensors on chest and belly; runs after PostureWatch and MotionIndex. Any
// thread; a plain value.
class PelvicDrift {
public:
    explicit PelvicDrift() = default;

    // Every frame.
    void operator()(const Frame& frame, Time now, BreathState& state);
};

} // namespace crura::breath
