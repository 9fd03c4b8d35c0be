#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/decision.hpp"
#include "core/guard_state.hpp"
#include "core/target.hpp"
#include "core/time.hpp"
#include "sessions/guide/guide_cycle.hpp"
#include "sessions/guide/guide_params.hpp"
#include "sessions/guide/pace.hpp"
#include "sessions/session.hpp"

#include <span>

namespace crura::sessions {

// What the session asks of the guide, now.
struct GuidePlan {
    Intent intent = Intent::witness;
    GuideStyle style = GuideStyle::lead; // with Intent::guide
    GuideManner manner = GuideManner::gentle;
    double breath_rate_bpm = 6; // of GuideStyle::fixed; never led below slowest_bpm
    // The person's floor. Below kSlowestEverBpm only when a therapist unlocked it, and never below
    // kSlowestUnlockedBpm.
    double slowest_bpm = 5.5;
    bool unguided = false; // the guide leaves, and what stays of it is measured
};

// Shows a breath that fits what the session intends: recognises the person's own, follows it, leads
// to a longer one, and yields as soon as it is too much. docs/guide.md draws and measures it.
// [engine]
//
//   witness  no target
//   invite   the person's own inspiration, and an expiration that grows to at most a tenth longer
//   guide    by its style; what is led grows in small steps, expiration first
//
// A shown breath begins with the person's, or, with Intent::guide, by itself when it is due; by
// itself only once after each breath of the person.
//
// Low confidence, or no inspiration where several were due, is a gap: the pace freezes, the breath
// on show ends and no other begins, and the target fades until there were good breaths again.
//
// It reads no clock, and a copy goes on from where it was taken. No displacement and no level ever
// jumps, not even when `now` does: a call counts for no more than kLongestTick.
class Guide {
public:
    using Params = GuideParams;

    explicit Guide(const Params& params) noexcept;

    // Once a tick: the target now. With level 0 only its intent, its stage and its carry_over mean
    // something. Adds what it decided by itself, with its ground. Command::dizzy ends all leading
    // for good, as AirAdvice::mirror does.
    Target operator()(Time now, const GuidePlan& plan, const BreathState& breath, AirAdvice air,
                      std::span<const Command> commands, Decisions& decisions) noexcept;

    static constexpr Duration kLongestTick = std::chrono::milliseconds(100);
};

} // namespace crura::sessions
