#pragma once

#include "core/target.hpp"
#include "sessions/session.hpp"

#include <array>
#include <cstddef>

namespace crura::sessions {

struct BreathTimes {
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0; // with the pause after it

    double period_s() const { return inspiratory_time_s + expiratory_time_s; }
    friend bool operator==(const BreathTimes&, const BreathTimes&) = default;
};

// The last five values, and what is typical of them. Nothing is known while there are none.
class LastFive {
public:
    void push(double value) noexcept { values_[pushed_++ % values_.size()] = value; }
    std::size_t size() const noexcept
    {
        return pushed_ < values_.size() ? pushed_ : values_.size();
    }
    bool full() const noexcept { return size() == values_.size(); }
    double median() const noexcept;
    double standard_error() const noexcept; // of the median

private:
    std::array<double, 5> values_{};
    std::size_t pushed_ = 0;
};

// How long the breaths that the guide shows should last, decided once a breath: it follows the
// person's own times, then lengthens the expiration in small steps, and yields when the person does
// not come along.
//
// While no target is shown it learns the natural breath, which is what Invite is measured against;
// so an expiration that grew by invitation is not taken for the person's own and lengthened again.
//
// After the "Follow - Lead - Yield" reconstruction of the Gavish pacers (US 5,076,281, expired),
// without its strain rules.
class Pace {
public:
    static constexpr double kMostInvited = 0.10;   // no setting goes above

    struct Params {
        double invite_most = kMostInvited; // added to the own expiration, as a share; 0 .. 0.10
        double invite_step = 0.01; // added every second breath of Invite, as a share; 0.002 .. 0.02
        double guide_step = 0.02;  // the same for Guide; 0.01 .. 0.03
        double guide_most = 1.25;  // asked period over the person's own median; 1.15 .. 1.4
        double expiration_ratio =
            1.8; // beyond this ratio to the inspiration, that grows too; 1.2 .. 2.2
        double slowest_bpm =
            5.5;            // never leads below; a natural breath slower than this stays; 4.5 .. 8
        double lag = 0.06;  // shorter than asked by this share, and by its noise, is not following;
                            // 0.04 .. 0.10
        double yield = 0.5; // how far back to the person's own times; 0.3 .. 0.7
    };

    explicit Pace(Params params) noexcept;

    // A good breath of the person while nothing is shown.
    void learn(BreathTimes own) noexcept;
    // A good breath of the person while the target is shown with this intent.
    void follow(BreathTimes own, Intent intent) noexcept;

    // What the next shown breath should last.
    BreathTimes asked(Intent intent) const noexcept { return within_limits(asked_, intent); }
    // The person's own: medians of the last five.
    const BreathTimes& own() const noexcept { return own_; }

private:
    void observe(BreathTimes own) noexcept;
    bool lags() const noexcept;
    void yield() noexcept;
    void stretch(Intent intent) noexcept;
    BreathTimes within_limits(BreathTimes times, Intent intent) const noexcept;

    Params params_;
    LastFive inspirations_;
    LastFive expirations_;
    LastFive kept_up_;    // share of what was asked that the person did
    BreathTimes own_;     // medians
    BreathTimes natural_; // own, when last nothing was shown
    BreathTimes asked_;
    double caution_ = 1; // multiplies the step; falls with every yield
    unsigned followed_ = 0;
};

} // namespace crura::sessions
