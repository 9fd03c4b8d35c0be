#include "breath/sensors/seat.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

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
    if (!leans_) // of all of it
        unjudged_ = false;
    const double size_m = std::fabs(lift.rise_m);
    if (from_lying || !lift.believed || lift.turned_deg > params_.returned_deg)
        seat_ = Posture::upright;
    else if (size_m >= params_.rise_m)
        seat_ = lift.rise_m > 0 ? Posture::standing : Posture::sitting;
    else if (size_m > params_.level_m)
        seat_ = Posture::upright;
}

// Somebody who rises too slowly for it to be felt as a lift leans all the same.
void Seat::watch_lean(const Vector& up, double step_s)
{
    const double tipped_deg = kDegrees * std::asin(std::clamp(up[2], -1., 1.));
    if (upright_s_ < 2 * params_.sit_up_s) // on the way up
        usual_deg_ = tipped_deg;
    const double lean_deg = usual_deg_ - tipped_deg;
    usual_deg_ -= lean_deg * step_s / params_.usual_s;
    const bool before = std::exchange(leans_, lean_deg > params_.lean_deg * (leans_ ? 0.5 : 1));
    if (leans_ && !before)
        unjudged_ = true;
    if (!leans_ && unjudged_ && !lift_.on()) {
        unjudged_ = false;
        seat_ = Posture::upright;
    }
}

// A trunk bent forward may be that of one who stands, so coming up from there tells nothing.
Posture Seat::operator()(Posture trunk, const Vector& up, double step_s)
{
    const bool lies =
        trunk == Posture::supine || trunk == Posture::left_side || trunk == Posture::right_side;
    if (lies)
        lying_s_ += step_s;
    if (trunk == Posture::upright && trunk_ != Posture::upright)
        seat_ = lying_s_ >= params_.lying_s ? Posture::sitting : Posture::upright;
    if (trunk == Posture::upright) {
        lying_s_ = 0;
        watch_lean(up, step_s);
        upright_s_ += step_s;
    } else if (trunk != Posture::unknown) {
        upright_s_ = 0;
        leans_ = unjudged_ = false;
    }
    if (trunk != Posture::unknown)
        trunk_ = trunk;
    return trunk == Posture::upright ? seat_ : trunk;
}

} // namespace crura::breath
