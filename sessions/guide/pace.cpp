#include "sessions/guide/pace.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

namespace {

template <std::size_t N>
double median_of(std::array<double, N> values, std::size_t size) noexcept
{
    if (size == 0)
        return 0;
    const auto end = values.begin() + std::ptrdiff_t(size);
    std::sort(values.begin(), end);
    return (values[(size - 1) / 2] + values[size / 2]) / 2;
}

} // namespace

double LastFive::median() const noexcept
{
    return median_of(values_, size());
}

double LastFive::standard_error() const noexcept
{
    if (size() == 0)
        return 0;
    const double middle = median();
    auto deviations = values_;
    for (double& each : deviations)
        each = std::fabs(each - middle);
    constexpr double kDeviationOfMad = 1.48; // both factors: of normal noise
    constexpr double kErrorOfMedian = 1.25;
    return kErrorOfMedian * kDeviationOfMad * median_of(deviations, size())
        / std::sqrt(double(size()));
}

Pace::Pace(Params params) noexcept : params_(params)
{
    params_.invite_most = std::clamp(params_.invite_most, 0., kMostInvited);
}

void Pace::observe(BreathTimes own) noexcept
{
    inspirations_.push(own.inspiratory_time_s);
    expirations_.push(own.expiratory_time_s);
    own_ = {inspirations_.median(), expirations_.median()};
}

void Pace::learn(BreathTimes own) noexcept
{
    observe(own);
    natural_ = own_;
    asked_ = own_;
    kept_up_ = {};
    caution_ = 1;
}

void Pace::follow(BreathTimes own, Intent intent) noexcept
{
    observe(own);
    kept_up_.push(intent == Intent::invite ? own.expiratory_time_s / asked_.expiratory_time_s
                                           : own.period_s() / asked_.period_s());
    if (intent == Intent::invite)
        asked_.inspiratory_time_s = own_.inspiratory_time_s;
    if (kept_up_.full()) {
        if (lags())
            yield();
        else if (++followed_ % 2 == 0)
            stretch(intent);
    }
    asked_ = within_limits(asked_, intent);
}

bool Pace::lags() const noexcept
{
    return 1 - kept_up_.median() > std::max(params_.lag, 2 * kept_up_.standard_error());
}

// Afterwards nothing is asked anew until five more breaths have been seen.
void Pace::yield() noexcept
{
    asked_.inspiratory_time_s +=
        params_.yield * (own_.inspiratory_time_s - asked_.inspiratory_time_s);
    asked_.expiratory_time_s += params_.yield * (own_.expiratory_time_s - asked_.expiratory_time_s);
    kept_up_ = {};
    caution_ = std::max(0.7 * caution_, 0.5);
}

void Pace::stretch(Intent intent) noexcept
{
    const bool invites = intent == Intent::invite;
    auto longer = asked_;
    longer.expiratory_time_s *= 1 + caution_ * (invites ? params_.invite_step : params_.guide_step);
    if (!invites)
        longer.inspiratory_time_s = std::max(longer.inspiratory_time_s,
                                             longer.expiratory_time_s / params_.expiration_ratio);
    if (within_limits(longer, intent) == longer)
        asked_ = longer;
}

BreathTimes Pace::within_limits(BreathTimes times, Intent intent) const noexcept
{
    double longest_s =
        std::min(60 / kSlowestEverBpm, std::max(60 / params_.slowest_bpm, natural_.period_s()));
    if (intent == Intent::invite)
        times.expiratory_time_s =
            std::min(times.expiratory_time_s,
                     (1 + params_.invite_most)
                         * std::min(natural_.expiratory_time_s, own_.expiratory_time_s));
    else
        longest_s = std::min(longest_s, params_.guide_most * own_.period_s());
    if (times.period_s() > longest_s) {
        const double shrink = longest_s / times.period_s();
        times.inspiratory_time_s *= shrink;
        times.expiratory_time_s *= shrink;
    }
    return times;
}

} // namespace crura::sessions
