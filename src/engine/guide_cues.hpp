#pragma once

#include "core/cues.hpp"
#include "core/target.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace crura::engine {

// What is exactly known of the breath that the guide shows: when it turns, and how much of its
// expiration is still to come. Its expiration is announced ahead, as its course is settled once it
// began; its inspiration may wait for the person and is told when it begins. Any thread; a plain
// value.
class GuideCues {
public:
    static constexpr double kLead_s = 0.25;

    // `heard`: false tells nothing.
    void operator()(Time now, const Target& target, bool heard) noexcept
    {
        const bool shown = heard && target.level > 0;
        const bool inhales = shown && target.phase == Phase::inspiration;
        const double period_s = target.inspiratory_time_s + target.expiratory_time_s;
        const double at_s = target.cycle_position * period_s;
        if (inhales && !inhaled_) {
            tell(inspiration_, now);
            awaits_expiration_ = true;
        }
        const double left_s = target.inspiratory_time_s - at_s;
        if (awaits_expiration_ && shown && (!inhales || left_s <= kLead_s)) {
            tell(expiration_, now + from_seconds(std::max(left_s, 0.)));
            awaits_expiration_ = false;
        }
        awaits_expiration_ = awaits_expiration_ && shown;
        inhaled_ = inhales;
        falling_ = shown && target.phase == Phase::expiration
            ? std::clamp((period_s - at_s) / target.expiratory_time_s, 0., 1.)
            : 0;
    }

    const Moment& inspiration() const noexcept { return inspiration_; }
    const Moment& expiration() const noexcept { return expiration_; }

    // 1 at the start of the guide's expiration .. 0 at its end; else 0.
    double falling() const noexcept { return falling_; }

private:
    static void tell(Moment& moment, Time due) noexcept
    {
        ++moment.count;
        moment.due = due;
    }

    Moment inspiration_, expiration_;
    bool inhaled_ = false;           // in the last call
    bool awaits_expiration_ = false; // of the breath that is shown
    double falling_ = 0;
};

} // namespace crura::engine
