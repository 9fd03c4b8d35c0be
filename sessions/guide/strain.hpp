#pragma once

#include "core/breath_state.hpp"
#include "sessions/guide/guide_params.hpp"
#include "sessions/guide/jumps.hpp"
#include "sessions/guide/pace.hpp"
#include "sessions/guide/recent.hpp"

#include <optional>

namespace crura::sessions {

// Whether being led is too much, as the breath itself shows: the belly moves less than it used to,
// breath times jump more than they used to, or one sighs twice in a minute. [engine]; a plain
// value.
class Strain {
public:
    explicit Strain(const GuideParams& params) noexcept : params_(params) {}

    // A good breath while nothing is led: what is usual is learnt.
    void learn(const Breath& breath) noexcept;
    // A good breath that may be led. Says why it is too much, if it is.
    std::optional<Reason> operator()(const Breath& breath, const Jumps& jumps) noexcept;

    void heed(const Event& event) noexcept;

    // The person is back at their natural breath: what lasts there is not of our making, and counts
    // as usual from now on.
    void accept(Ground ground, const Jumps& jumps) noexcept;

    // Shares from now on are not comparable with those from before.
    void forget_share() noexcept;

private:
    std::optional<double> share_of(const Breath& breath) noexcept;

    GuideParams params_;
    Partition partition_ = Partition::none;
    Recent<8> usual_shares_;
    Recent<5> shares_;
    double accepted_jumps_ = 0;
    Time sighs_[2]{}; // the last two
    int sighs_seen_ = 0;
};

} // namespace crura::sessions
