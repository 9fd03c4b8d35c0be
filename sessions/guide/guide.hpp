#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/decision.hpp"
#include "core/guard_state.hpp"
#include "core/target.hpp"
#include "core/time.hpp"
#include "sessions/guide/carry_over.hpp"
#include "sessions/guide/drowsiness.hpp"
#include "sessions/guide/guide_cycle.hpp"
#include "sessions/guide/guide_params.hpp"
#include "sessions/guide/guide_plan.hpp"
#include "sessions/guide/jumps.hpp"
#include "sessions/guide/pace.hpp"
#include "sessions/guide/strain.hpp"

#include <span>

namespace crura::sessions {

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
    // for good, as AirAdvice::mirror does; whoever advised that has told why.
    Target operator()(Time now, const GuidePlan& plan, const BreathState& breath, AirAdvice air,
                      std::span<const Command> commands, Decisions& decisions) noexcept;

    static constexpr Duration kLongestTick = std::chrono::milliseconds(100);

private:
    double seconds_since_last(Time now) noexcept;
    void heed(std::span<const Command> commands, Time now) noexcept;
    void heed_gap(Time now, double confidence) noexcept;
    GuideStage stage_of(const GuidePlan& plan) const noexcept;
    void go_to(GuideStage stage, Time now, Decisions& decisions) noexcept;
    bool is_good(const Breath& breath) const noexcept;
    void heed_breath(Time now, const Breath& breath, const GuidePlan& plan, AirAdvice air,
                     Decisions& decisions) noexcept;
    void recognise(const Breath& breath, BreathTimes own) noexcept;
    void follow(const Breath& breath, BreathTimes own, const GuidePlan& plan) noexcept;
    void lead(Time now, const Breath& breath, BreathTimes own, const GuidePlan& plan, AirAdvice air,
              Decisions& decisions) noexcept;
    void retreat(const Reason& why, Time now, Decisions& decisions) noexcept;
    void sleep(Time now, BreathTimes own) noexcept;
    void measure_unguided(BreathTimes own) noexcept;
    bool mirrors() const noexcept;
    bool shows() const noexcept;
    BreathTimes times() const noexcept;
    bool leads_now(const GuidePlan& plan) const noexcept;
    void show_breaths(Time now, const GuidePlan& plan, const BreathState& breath) noexcept;
    void move(const BreathState& breath, double seconds) noexcept;
    void fade(bool present, double seconds) noexcept;
    Target target_of(const GuidePlan& plan, const BreathState& breath) const noexcept;

    Params params_;
    Pace pace_;
    Jumps jumps_;
    Strain strain_;
    Drowsiness drowsiness_;
    CarryOver carry_over_;
    GuideCycle cycle_; // not begun while the person is mirrored

    GuideStage stage_ = GuideStage::absent;
    bool mirror_only_ = false; // for the rest
    bool asleep_ = false;
    bool recognised_ = false;
    double recognising_s_ = 0; // until now
    int followed_ = 0;         // breaths, since a target appeared

    bool begun_ = false;
    Time last_{};
    double time_s_ = 0;          // since the first call
    Time gap_{};                 // when the last gap was last seen
    double since_onset_s_ = 0;   // since the person's last inspiration began
    bool breath_of_own_ = false; // the person breathed since the cycle last began by itself
    int good_ = 0;               // good breaths in a row, since the gap
    bool trusted_ = false;
    BreathTimes shown_; // since the person's last inspiration
    double level_ = 0;
    double displacement_ = 0;
    Estimate stayed_;
};

} // namespace crura::sessions
