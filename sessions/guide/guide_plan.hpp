#pragma once

#include "core/target.hpp"
#include "sessions/session.hpp"

#include <algorithm>

namespace crura::sessions {

// What the session asks of the guide, now.
struct GuidePlan {
    Intent intent = Intent::witness;
    GuideStyle style = GuideStyle::lead; // with Intent::guide
    GuideManner manner = GuideManner::gentle;
    double breath_rate_bpm = 6; // of GuideStyle::fixed; never led below slowest_bpm
    // The person's floor. Below kSlowestEverBpm only when a therapist unlocked it, and never below
    // kSlowestUnlockedBpm. What cannot be a rate counts as 5.5.
    double slowest_bpm = 5.5;
    bool unguided = false; // the guide leaves, and what stays of it is measured

    // The floor, whatever was asked for.
    double floor_bpm() const noexcept
    {
        constexpr double kUsualBpm = 5.5;
        constexpr double kFastestBpm = 30;
        return slowest_bpm > 0 ? std::clamp(slowest_bpm, kSlowestUnlockedBpm, kFastestBpm)
                               : kUsualBpm;
    }
};

} // namespace crura::sessions
