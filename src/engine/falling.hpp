#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace crura::engine {

// How much of an expiration is still to come: 1 at its start .. 0 where it is expected to end, and
// 0 while inhaling. It only ever falls within one expiration: when the end is expected later than
// before it waits.
//
// An expiration is certain a third of a second after it began; there the way up to what is left of
// it takes kRise_s. Any thread; a plain value.
class Falling {
public:
    double operator()(Time now, double step_s, const BreathState& breath) noexcept
    {
        for (const Onset& onset : breath.onsets)
            if (onset.phase == Phase::expiration)
                begin(onset.time);
        const bool exhaling =
            breath.phase == Phase::expiration || breath.phase == Phase::expiratory_pause;
        left_ = exhaling ? std::min(left_, left(now, breath)) : 0;
        value_ += std::clamp(left_ - value_, -step_s / kDrop_s, step_s / kRise_s);
        return value_;
    }

private:
    static constexpr double kRise_s = 0.15;
    static constexpr double kDrop_s = 0.3; // the end came sooner than it was expected

    void begin(Time onset) noexcept
    {
        began_ = onset;
        left_ = 1;
    }

    double left(Time now, const BreathState& breath) const noexcept
    {
        const double gone_s = std::max(to_seconds(now - began_), 0.);
        double left_s = 0;
        if (breath.next_inspiration_s.known)
            left_s = breath.next_inspiration_s.value;
        else if (breath.expiratory_time_s.known)
            left_s = std::max(breath.expiratory_time_s.value - gone_s, 0.);
        return left_s > 0 ? left_s / (gone_s + left_s) : 0;
    }

    Time began_{};
    double left_ = 0;  // 0 .. 1, of the expiration
    double value_ = 0; // that follows it
};

} // namespace crura::engine
