#include "breath/turns/phase_namer.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {

Phase PhaseNamer::operator()(double time_s, bool inspiring, double breath_time_s)
{
    if (recent_.empty())
        return Phase::unknown;
    const double moved = recent_[0] - recent_[recent_.size() - 1];
    const double slope = std::fabs(moved) / (double(recent_.size()) / kTurnRateHz);
    if (slope > params_.still_slope / std::max(breath_time_s, 1.))
        still_since_s_ = time_s;
    const bool still = time_s - still_since_s_ >= params_.still_s;
    if (inspiring)
        return still && recent_[0] > params_.near_top ? Phase::inspiratory_pause
                                                      : Phase::inspiration;
    return still && recent_[0] < params_.near_bottom ? Phase::expiratory_pause : Phase::expiration;
}

} // namespace crura::breath
