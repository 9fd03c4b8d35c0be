#pragma once

#include "core/decision.hpp"
#include "sessions/guide/breath_times.hpp"
#include "sessions/guide/guide_params.hpp"
#include "sessions/guide/guide_plan.hpp"
#include "sessions/guide/recent.hpp"

#include <optional>

namespace crura::sessions {

// Why the pace came back, or should.
struct Reason {
    Ground ground{};
    double value = 0;
    double limit = 0;
};

// How long the breaths that the guide shows should last, decided once a breath: it follows the
// person's own times, then lengthens the expiration in small steps, and yields when the person does
// not come along. [engine]; a plain value.
//
// The natural breath, which is what Invite and the retreats are measured against, is learnt only
// while nothing is shown: so an expiration that grew by invitation is not taken for the person's
// own and lengthened again.
//
// After the "Follow - Lead - Yield" reconstruction of the Gavish pacers (US 5,076,281, expired).
class Pace {
public:
    static constexpr double kMostInvited = 0.10;  // no setting goes above
    static constexpr std::size_t kRecognised = 8; // breaths that make the natural one

    explicit Pace(const GuideParams& params) noexcept;

    // A good breath of the person while nothing is shown. `natural`: nothing was, for long.
    void learn(BreathTimes own, bool natural) noexcept;
    // A good breath while the person's own is shown.
    void follow(BreathTimes own, const GuidePlan& plan) noexcept;
    // A good breath during which `shown` was, which may be led. Says why, when it yields.
    std::optional<Reason> lead(BreathTimes own, BreathTimes shown, const GuidePlan& plan) noexcept;
    // A good breath while nothing depends on it.
    void observe(BreathTimes own) noexcept;

    // Too much: back toward the natural breath, and stay. False: it was there already.
    bool retreat() noexcept;
    // From now on as slowly as after many failures.
    void be_cautious() noexcept { caution_ = params_.least_caution; }

    // What the next shown breath should last.
    BreathTimes asked(const GuidePlan& plan) const noexcept { return within_limits(asked_, plan); }
    // The person's own: medians of the last five.
    const BreathTimes& own() const noexcept { return own_; }
    const BreathTimes& natural() const noexcept { return natural_; }
    // As it was before the first breath was ever shown, with the standard error of its period.
    const BreathTimes& original() const noexcept { return original_; }
    double original_error_s() const noexcept { return original_error_s_; }

    std::size_t learnt() const noexcept { return natural_periods_.size(); } // natural breaths
    bool yields() const noexcept { return yields_; }                        // and has not led since
    // How much longer than natural the last twelve breaths are: 1 as natural.
    double slowing() const noexcept;
    double misfit() const noexcept { return misfit_; } // of the last breath, as a share of its time
    int since_retreat() const noexcept { return since_retreat_; } // breaths

private:
    void show() noexcept;
    BreathTimes typical(std::size_t breaths) const noexcept;
    BreathTimes toward(BreathTimes own) const noexcept;
    std::optional<Reason> lags(const GuidePlan& plan) const noexcept;
    Reason stay_near(const Reason& lag) noexcept;
    std::optional<Reason> meet() noexcept;
    void failed() noexcept;
    void go_on(const GuidePlan& plan) noexcept;
    void step(double share, double ratio, double goal_s) noexcept;
    double longest_s(const GuidePlan& plan) const noexcept;
    double goal_s(const GuidePlan& plan) const noexcept;
    BreathTimes within_limits(BreathTimes times, const GuidePlan& plan) const noexcept;

    GuideParams params_;
    Recent<12> inspirations_;
    Recent<12> expirations_;
    Recent<12> kept_up_; // share of what was asked that the person did
    Recent<kRecognised> natural_inspirations_;
    Recent<kRecognised> natural_expirations_;
    Recent<kRecognised> natural_periods_;
    BreathTimes own_;
    BreathTimes natural_;
    BreathTimes original_;
    double original_error_s_ = 0;
    BreathTimes asked_;
    double caution_ = 1;  // multiplies the step; falls with every failure
    int in_step_ = 0;     // breaths in a row that count for the next step
    int out_of_step_ = 0; // breaths in a row
    double misfit_ = 0;
    int hold_ = 0; // breaths until it may lead again
    int since_retreat_ = 0;
    bool shown_ = false;
    bool yields_ = false;
};

} // namespace crura::sessions
