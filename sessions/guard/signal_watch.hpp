#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace crura::sessions {

// Whether the body is heard at all. Low confidence alone is no silence: it falls to 0 in every long
// hold, just when the guard is needed. A plain value. [engine]
class SignalWatch {
public:
    struct Params {
        double lost_s = 5; // silent for so long, and a therapist should look; 3 .. 30
    };

    explicit SignalWatch(Params params) noexcept : params_(params) {}

    // Every tick in which the session runs: true when the signal counts as lost from now on.
    bool operator()(Duration tick, const BreathState& breath) noexcept
    {
        const bool was_lost = lost();
        silent_for_ = heard(breath) ? Duration{} : silent_for_ + tick;
        return lost() && !was_lost;
    }

    // The session stood still.
    void forget() noexcept { silent_for_ = {}; }

    static bool heard(const BreathState& breath) noexcept
    {
        return std::any_of(breath.band.begin(), breath.band.end(), [](const BandState& band) {
            return band.valid && band.fault != SensorFault::silent
                && band.fault != SensorFault::stuck && band.fault != SensorFault::saturated;
        });
    }

    bool lost() const noexcept { return silent_for_ >= from_seconds(params_.lost_s); }
    double silent_s() const noexcept { return to_seconds(silent_for_); }
    double limit_s() const noexcept { return params_.lost_s; }

private:
    Params params_;
    Duration silent_for_{};
};

} // namespace crura::sessions
