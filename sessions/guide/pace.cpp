#include "sessions/guide/pace.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

namespace {

constexpr std::size_t kOwn = 5;       // breaths that make the own one
constexpr std::size_t kLastFew = 3;   // when they are out of step
constexpr double kNoticeable = 0.005; // of a period: less is no change of pace
constexpr double kAsNatural = 0.05;   // of a period: who is led by less is at the natural breath

} // namespace

Pace::Pace(const GuideParams& params) noexcept : params_(params)
{
    params_.invite_most = std::clamp(params_.invite_most, 0., kMostInvited);
}

void Pace::observe(BreathTimes own) noexcept
{
    inspirations_.push(own.inspiratory_time_s);
    expirations_.push(own.expiratory_time_s);
    own_ = typical(kOwn);
}

// Both medians are of the same breaths.
BreathTimes Pace::typical(std::size_t breaths) const noexcept
{
    return {inspirations_.median(breaths), expirations_.median(breaths)};
}

double Pace::slowing() const noexcept
{
    return typical(inspirations_.kMost).period_s() / natural_.period_s();
}

void Pace::learn(BreathTimes own, bool natural) noexcept
{
    observe(own);
    asked_ = own_;
    kept_up_.clear();
    in_step_ = out_of_step_ = hold_ = 0;
    if (!natural)
        return;
    natural_inspirations_.push(own.inspiratory_time_s);
    natural_expirations_.push(own.expiratory_time_s);
    natural_periods_.push(own.period_s());
    if (shown_ && !natural_periods_.full())
        return;
    natural_ = {natural_inspirations_.median(), natural_expirations_.median()};
    if (!shown_) {
        original_ = natural_;
        original_error_s_ = natural_periods_.standard_error();
    }
}

void Pace::show() noexcept
{
    shown_ = true;
    natural_inspirations_.clear();
    natural_expirations_.clear();
    natural_periods_.clear();
}

void Pace::follow(BreathTimes own, const GuidePlan& plan) noexcept
{
    show();
    observe(own);
    asked_ = within_limits(toward(own_), plan);
}

std::optional<Reason> Pace::lead(BreathTimes own, BreathTimes shown, const GuidePlan& plan) noexcept
{
    show();
    observe(own);
    ++since_retreat_;
    hold_ = std::max(0, hold_ - 1);
    const double kept_up = plan.intent == Intent::invite
        ? own.expiratory_time_s / shown.expiratory_time_s
        : own.period_s() / shown.period_s();
    kept_up_.push(kept_up);
    misfit_ = std::fabs(kept_up - 1);
    const bool in_step = misfit_ <= params_.tolerance;
    in_step_ = in_step ? in_step_ + 1 : 0;
    out_of_step_ = in_step ? 0 : out_of_step_ + 1;

    std::optional<Reason> reason;
    if (const auto lag = lags(plan))
        reason = stay_near(*lag);
    else if (out_of_step_ >= params_.out_of_step)
        reason = meet();
    else if (hold_ == 0)
        go_on(plan);
    if (plan.intent == Intent::invite)
        asked_.inspiratory_time_s = own_.inspiratory_time_s;
    asked_ = within_limits(asked_, plan);
    return reason;
}

// By how much the person stays behind, if that is more than their own unevenness explains. Nobody
// is invited in the training manner, and a fixed pace is there to be tried for some minutes.
std::optional<Reason> Pace::lags(const GuidePlan& plan) const noexcept
{
    const bool invites = plan.intent == Intent::invite;
    const bool watched =
        invites || (params_.of(plan.manner).lag_rule && plan.style != GuideStyle::fixed);
    if (!watched || !kept_up_.full())
        return std::nullopt;
    const double lag = 1 - kept_up_.median();
    const double limit = std::max(params_.lag, params_.noise * kept_up_.standard_error());
    if (lag <= limit)
        return std::nullopt;
    return Reason{Ground::lag, lag, limit};
}

Reason Pace::stay_near(const Reason& lag) noexcept
{
    const BreathTimes near = params_.lag_return * typical(inspirations_.kMost);
    if (near.period_s() < asked_.period_s())
        asked_ = near;
    failed();
    hold_ = params_.lag_hold;
    return lag;
}

// Half way to the person, who may also be the slower one: then that is no failure.
std::optional<Reason> Pace::meet() noexcept
{
    const double before_s = asked_.period_s();
    const Reason reason{Ground::out_of_step, double(out_of_step_), double(params_.out_of_step)};
    asked_ = toward(typical(kLastFew));
    out_of_step_ = 0;
    if (before_s - asked_.period_s() < kNoticeable * before_s)
        return std::nullopt;
    failed();
    return reason;
}

void Pace::failed() noexcept
{
    yields_ = true;
    in_step_ = out_of_step_ = 0;
    kept_up_.clear();
    caution_ = std::max(params_.caution * caution_, params_.least_caution);
}

bool Pace::retreat() noexcept
{
    const double back = natural_.period_s() / asked_.period_s();
    if (back < 1)
        asked_ = std::max(params_.retreat, back) * asked_;
    failed();
    be_cautious();
    hold_ = params_.strain_hold;
    since_retreat_ = 0;
    return back < 1 - kAsNatural;
}

void Pace::go_on(const GuidePlan& plan) noexcept
{
    const bool fixed = plan.intent == Intent::guide && plan.style == GuideStyle::fixed;
    const int every = fixed ? 1 : params_.in_step;
    const int first = fixed ? 1 : params_.in_step_at_first;
    if (in_step_ < first)
        return;
    in_step_ = first - every;
    yields_ = false;
    if (plan.intent == Intent::invite)
        asked_.expiratory_time_s *= 1 + caution_ * params_.invite_step;
    else if (fixed)
        step(caution_ * params_.fixed_step, params_.fixed_ratio, goal_s(plan));
    else
        step(caution_ * params_.of(plan.manner).step, params_.expiration_ratio, goal_s(plan));
}

// Expiration first; beyond the ratio the inspiration grows with it. A pace slower than the goal, as
// another style may leave it, goes back in the same steps.
void Pace::step(double share, double ratio, double goal_s) noexcept
{
    if (asked_.period_s() > goal_s) {
        asked_ = std::max(1 / (1 + share), goal_s / asked_.period_s()) * asked_;
        return;
    }
    const double most = std::max(ratio, asked_.expiratory_time_s / asked_.inspiratory_time_s);
    asked_.expiratory_time_s *= 1 + share;
    asked_.inspiratory_time_s =
        std::max(asked_.inspiratory_time_s, asked_.expiratory_time_s / most);
    asked_ = std::min(1., goal_s / asked_.period_s()) * asked_;
}

BreathTimes Pace::toward(BreathTimes own) const noexcept
{
    const auto part = [this](double from, double to) { return from + params_.gain * (to - from); };
    return {part(asked_.inspiratory_time_s, own.inspiratory_time_s),
            part(asked_.expiratory_time_s, own.expiratory_time_s)};
}

// A natural breath that is slower than the floor is not hurried.
double Pace::longest_s(const GuidePlan& plan) const noexcept
{
    return std::max(60 / plan.floor_bpm(), std::min(natural_.period_s(), 60 / kSlowestEverBpm));
}

double Pace::goal_s(const GuidePlan& plan) const noexcept
{
    switch (plan.style) {
    case GuideStyle::personal_tempo:
        return std::min(longest_s(plan), original_.period_s() / params_.tempo);
    case GuideStyle::fixed:
        return std::min(longest_s(plan),
                        std::max(60 / std::max(plan.breath_rate_bpm, 1.), natural_.period_s()));
    default:
        return longest_s(plan);
    }
}

BreathTimes Pace::within_limits(BreathTimes times, const GuidePlan& plan) const noexcept
{
    double most_s = longest_s(plan);
    if (plan.intent == Intent::invite)
        times.expiratory_time_s =
            std::min(times.expiratory_time_s,
                     (1 + params_.invite_most)
                         * std::min(natural_.expiratory_time_s, own_.expiratory_time_s));
    else
        most_s = std::min(most_s, params_.lead_cap * own_.period_s());
    return times.period_s() > most_s ? most_s / times.period_s() * times : times;
}

} // namespace crura::sessions
