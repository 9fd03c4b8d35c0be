#pragma once

#include "breath/sensors/lift.hpp"
#include "breath/sensors/vector.hpp"
#include "core/body_state.hpp"
#include "core/frame.hpp"

#include <optional>

namespace crura::breath {

// Whether an upright trunk sits (or kneels) or stands, where that can be told. Its tilt is the
// same, so only what happened on the way tells:
//
//   from lying on the back or a side     nobody stands up without sitting or kneeling first: sits
//   a lean forward with a lift, up       stood up
//   the same, down                       sat down
//   steps                                stands
//   a lean of which the lift is unclear, or sitting up and on without a pause: not known
//
// Not known is Posture::upright. Lifts need an accelerometer, at 20 samples a second or more: with
// another sensor every lean is unclear. Any thread; a plain value.
class Seat {
public:
    struct Params {
        double rise_m = 0.2;      // more: stood up, or sat down
        double level_m = 0.12;    // less: stayed
        double lean_deg = 12;     // nobody stands up or sits down with less
        double returned_deg = 25; // afterwards the trunk is as it was before within this
        double steps_level = 0.8; // of Motion, 0 .. 1; laughing 0.57, walking 1
        double steps_s = 6;       // for so long, and no tremor
        double lying_s = 5;       // on the back or a side for so long, and it counts as lying
        double sit_up_s = 2;      // who moves on for longer once upright may have stood up
        LiftWatch::Params lift{};
    };

    explicit Seat(Params params) : params_(params), lift_(params.lift) {}

    // Every frame: what the trunk's sensor feels, if it feels forces, or else which way up it is.
    void feel(const std::optional<Vector>& force_g, const std::optional<Vector>& up,
              const Motion& motion, const Tremor& tremor);

    // How the trunk is, with sitting or standing for upright.
    Posture operator()(Posture trunk, double step_s);

    // Without a sensor nothing is known.
    void forget() { *this = Seat(params_); }

private:
    void take(const Lift& lift);

    Params params_;
    LiftWatch lift_;
    Posture trunk_ = Posture::unknown; // as far as it was known last
    Posture seat_ = Posture::upright;
    double upright_s_ = 0; // so far
    double stepping_s_ = 0;
    double lying_s_ = 0; // on the back or a side, since it was upright
};

} // namespace crura::breath
