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
//   a lean of which the lift is unclear  not known
//   sitting up and on without a pause    not known
//
// Not known is Posture::upright. Lifts need an accelerometer, at 20 samples a second or more: with
// another sensor every lean is unclear. Any thread; a plain value.
class Seat {
public:
    struct Params {
        double rise_m = 0.2;      // more: stood up, or sat down
        double level_m = 0.12;    // less: stayed
        double lean_deg = 12;     // nobody stands up or sits down with less
        double returned_deg = 15; // afterwards the trunk is as it was before within this
        double steps_level = 0.8; // of Motion, 0 .. 1; laughing 0.57, walking 1
        double steps_s = 6;       // for so long, and no tremor
        double lying_s = 5;       // on the back or a side for so long, and it counts as lying
        double sit_up_s = 2.2;    // who moves on for longer once upright may have stood up
        double usual_s = 20;      // memory of how the trunk is tipped as a rule
        LiftWatch::Params lift{};
    };

    explicit Seat(Params params) : params_(params), lift_(params.lift) {}

    // Every frame: what the trunk's sensor feels, if it feels forces, or else which way up it is.
    void feel(const std::optional<Vector>& force_g, const std::optional<Vector>& up,
              const Motion& motion, const Tremor& tremor);

    // How the trunk is, with sitting or standing for upright. `up` is which way up its sensor is.
    Posture operator()(Posture trunk, const Vector& up, double step_s);

    // Without a sensor nothing is known.
    void forget() { *this = Seat(params_); }

private:
    void take(const Lift& lift);
    void watch_lean(const Vector& up, double step_s);

    Params params_;
    LiftWatch lift_;
    Posture trunk_ = Posture::unknown; // as far as it was known last
    Posture seat_ = Posture::upright;
    double upright_s_ = 0;  // so far
    double usual_deg_ = 0;  // how far the front is tipped up
    bool leans_ = false;    // so far that somebody might rise or sit down
    bool unjudged_ = false; // no lift has told yet whether they did
    double stepping_s_ = 0;
    double lying_s_ = 0; // on the back or a side, since it was upright
};

} // namespace crura::breath
