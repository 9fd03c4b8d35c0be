#include "breath/sensors/seat.hpp"

#include <cmath>

namespace crura::breath {

void Seat::feel(const std::optional<Vector>& force_g, const std::optional<Vector>& up,
                const Motion& motion, const Tremor& tremor)
{
    if (!force_g && !up)
        lift_ = LiftWatch(params_.lift);
    else if (auto lift = lift_(force_g ? *force_g : *up); lift && trunk_ == Posture::upright) {
        lift->believed = lift->believed && force_g;
        take(*lift);
    }
    const bool steps = motion.level >= params_.steps_level && !tremor.on;
    stepping_s_ = steps && trunk_ == Posture::upright ? stepping_s_ + 1 / kFrameRateHz : 0;
    if (stepping_s_ >= params_.steps_s)
        seat_ = Posture::standing;
}

void Seat::take(const Lift& lift)
{
    const bool from_lying = lift.moved_s + lift.still_s > upright_s_;
    if (from_lying && upright_s_ - lift.still_s <= params_.sit_up_s)
        return;
    if (!from_lying && lift.lean_deg < params_.lean_deg)
        return;
    const double size_m = std::fabs(lift.rise_m);
    if (from_lying || !lift.believed || lift.turned_deg > params_.returned_deg)
        seat_ = Posture::upright;
    else if (size_m >= params_.rise_m)
        seat_ = lift.rise_m > 0 ? Posture::standing : Posture::sitting;
    else if (size_m > params_.level_m)
        seat_ = Posture::upright;
}

// A trunk bent forward may be that of one who stands, so coming up from there tells nothing.
Posture Seat::operator()(Posture trunk, double step_s)
{
    const bool lies =
        trunk == Posture::supine || trunk == Posture::left_side || trunk == Posture::right_side;
    if (lies)
        lying_s_ += step_s;
    if (trunk == Posture::upright && trunk_ != Posture::upright)
        seat_ = lying_s_ >= params_.lying_s ? Posture::sitting : Posture::upright;
    upright_s_ = trunk == Posture::upright ? upright_s_ + step_s : 0;
    if (trunk == Posture::upright)
        lying_s_ = 0;
    if (trunk != Posture::unknown)
        trunk_ = trunk;
    return trunk == Posture::upright ? seat_ : trunk;
}

} // namespace crura::breath
