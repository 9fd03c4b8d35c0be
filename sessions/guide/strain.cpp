#include "sessions/guide/strain.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

void Strain::heed(const Event& event) noexcept
{
    if (event.kind == EventKind::posture_change || event.kind == EventKind::recalibration_wanted)
        forget_share();
    if (event.kind != EventKind::sigh || (sighs_seen_ > 0 && event.start == sighs_[1]))
        return;
    sighs_[0] = sighs_[1];
    sighs_[1] = event.start;
    sighs_seen_ = std::min(sighs_seen_ + 1, 2);
}

void Strain::forget_share() noexcept
{
    usual_shares_.clear();
    shares_.clear();
}

void Strain::accept(Ground ground, const Jumps& jumps) noexcept
{
    if (ground == Ground::share_drop)
        forget_share();
    if (ground == Ground::irregularity)
        accepted_jumps_ = jumps.recent();
}

std::optional<double> Strain::share_of(const Breath& breath) noexcept
{
    if (breath.partition != partition_)
        forget_share();
    partition_ = breath.partition;
    const Estimate& share = breath.abdominal_share;
    if (!share.known || !std::isfinite(share.value))
        return std::nullopt;
    return share.value;
}

void Strain::learn(const Breath& breath) noexcept
{
    if (const auto share = share_of(breath))
        usual_shares_.push(*share);
}

std::optional<Reason> Strain::operator()(const Breath& breath, const Jumps& jumps) noexcept
{
    if (const auto share = share_of(breath))
        usual_shares_.full() ? shares_.push(*share) : usual_shares_.push(*share);
    if (shares_.full()) {
        const double drop = usual_shares_.median() - shares_.median();
        const double error = std::hypot(usual_shares_.standard_error(), shares_.standard_error());
        if (drop > std::max(params_.share_drop, params_.noise * error))
            return Reason{Ground::share_drop, drop, params_.share_drop};
    }

    const double usual = std::max({jumps.usual(), accepted_jumps_, params_.even_jumps});
    const double limit = std::max(params_.jumps_up, 1 + params_.noise * jumps.error() / usual);
    if (jumps.recent() > limit * usual)
        return Reason{Ground::irregularity, jumps.recent() / usual, limit};

    if (sighs_seen_ == 2 && sighs_[1] - sighs_[0] <= from_seconds(params_.sighs_within_s)) {
        sighs_seen_ = 0;
        return Reason{Ground::sighs, 2, 2};
    }
    return std::nullopt;
}

} // namespace crura::sessions
