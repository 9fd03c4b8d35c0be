#pragma once

#include "core/target.hpp"
#include "sessions/guide/breath_times.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::sessions {

// The breath that the guide shows, as a curve: a raised cosine up and one down, then at rest until
// the next one begins. Begun while the last is still on its way, or late in the new one, it blends
// from where it is within half an inspiration:
//
//      \                  .-.
//       \   begun here  .'   '.
//        \     v     .'        '.
//         '- . _ . '             '- . ____ at rest
class GuideCycle {
public:
    // The next breath, of which `into_s` seconds have passed already; `shown` is where it starts.
    void begin(BreathTimes times, double into_s, double shown) noexcept
    {
        times_ = times;
        at_s_ = into_s;
        blended_s_ = 0;
        offset_ = shown - curve();
    }

    void advance(double seconds) noexcept
    {
        at_s_ += seconds;
        blended_s_ += seconds;
    }

    // False until the first breath.
    bool begun() const noexcept { return times_.period_s() > 0; }
    const BreathTimes& times() const noexcept { return times_; }

    // 0 end of expiration .. 1 end of inspiration
    double displacement() const noexcept
    {
        return std::clamp(curve() + offset_ * (1 - raised_cosine(blended_s_ / blend_s())), 0., 1.);
    }

    Phase phase() const noexcept
    {
        if (at_s_ < times_.inspiratory_time_s)
            return Phase::inspiration;
        return at_s_ < times_.period_s() ? Phase::expiration : Phase::expiratory_pause;
    }

    // 0 .. 1, 0 at inspiration onset; 1 at rest
    double cycle_position() const noexcept
    {
        return begun() ? std::min(1., at_s_ / times_.period_s()) : 0;
    }

private:
    // 0 .. 1 over 0 .. 1, level at both ends.
    static double raised_cosine(double x) noexcept
    {
        return (1 - std::cos(std::numbers::pi * std::clamp(x, 0., 1.))) / 2;
    }

    double blend_s() const noexcept { return std::max(0.1, times_.inspiratory_time_s / 2); }

    double curve() const noexcept
    {
        switch (phase()) {
        case Phase::inspiration:
            return raised_cosine(at_s_ / times_.inspiratory_time_s);
        case Phase::expiration:
            return 1
                - raised_cosine((at_s_ - times_.inspiratory_time_s) / times_.expiratory_time_s);
        default:
            return 0;
        }
    }

    BreathTimes times_;
    double at_s_ = 0;      // since this breath began
    double offset_ = 0;    // of the last breath from this one, where this one was begun
    double blended_s_ = 0; // since then
};

} // namespace crura::sessions
