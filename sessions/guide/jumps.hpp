#pragma once

#include "sessions/guide/recent.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

// By how much breath times jump from one breath to the next, as a share of their mean; 0 .. 1. A
// slow change of pace hardly counts. Any thread; a plain value.
class Jumps {
public:
    // The next breath. `natural`: nothing is led, so what is usual is learnt; without it only until
    // there is enough.
    void operator()(double period_s, bool natural) noexcept
    {
        const bool known = last_s_ > 0;
        jump_ =
            known ? std::min(1., std::fabs(period_s - last_s_) / ((period_s + last_s_) / 2)) : 0;
        last_s_ = period_s;
        if (!known)
            return;
        recent_.push(jump_);
        if (natural || !usual_.full())
            usual_.push(jump_);
    }

    // There was a gap: the next breath is compared with none.
    void forget_last() noexcept { last_s_ = 0; }

    double last() const noexcept { return jump_; }
    // Of most of them, for a sigh is no unevenness; 0 while there are none, or not enough.
    double usual() const noexcept { return usual_.trimmed_mean(); }
    double recent() const noexcept { return recent_.full() ? recent_.trimmed_mean() : 0; }
    // The standard error of their difference, if nothing has changed.
    double error() const noexcept
    {
        return usual_.standard_error()
            * std::sqrt(1 + double(usual_.size()) / double(recent_.kMost));
    }

private:
    Recent<32> usual_;
    Recent<12> recent_;
    double last_s_ = 0; // 0: unknown
    double jump_ = 0;
};

} // namespace crura::sessions
