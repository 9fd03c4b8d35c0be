#pragma once

#include "core/cues.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::engine {

// What the skin feels of a breath, so that one can find the place again with eyes closed: one swell
// with the inspiration, two short pulses when the expiration begins.
//
//        .-'''-.        .-.  .-.
//      .'       '.      | |  | |
//     '  in       '.___.' '--' '.___________
//
// Every edge is a raised cosine of 100 ms or more; what is cut short by the next turn fades within
// kRelease_s. Any thread; a plain value.
class TouchPattern {
public:
    // 0 .. 1. The moments of one breath, own or guide's; a moment begins when it is due.
    double operator()(Time now, const Moment& inspiration, const Moment& expiration,
                      double inspiratory_time_s) noexcept
    {
        if (due(now, inspiration, inspirations_))
            begin(now, std::max(inspiratory_time_s, kShortest_s));
        if (due(now, expiration, expirations_))
            begin(now, 0);
        const double since_s = to_seconds(now - began_);
        const double left = left_over_ * (1 - edge(since_s / kRelease_s));
        level_ = std::min(1., left + (swell_s_ > 0 ? swell(since_s) : pulses(since_s)));
        return level_;
    }

    // Somebody else's moments follow: those that were due before now are over.
    void follow(Time now, const Moment& inspiration, const Moment& expiration) noexcept
    {
        inspirations_ = over(now, inspiration);
        expirations_ = over(now, expiration);
    }

private:
    static constexpr double kShortest_s = 0.5; // swell
    static constexpr double kRelease_s = 0.15;
    static constexpr double kEdge_s = 0.1; // of a pulse
    static constexpr double kHold_s = 0.06;
    static constexpr double kPulse_s = 2 * kEdge_s + kHold_s;
    static constexpr double kFirst_s = 0.05, kSecond_s = 0.5; // when they begin

    static double edge(double x) noexcept
    {
        return (1 - std::cos(std::numbers::pi * std::clamp(x, 0., 1.))) / 2;
    }

    static std::uint32_t over(Time now, const Moment& moment) noexcept
    {
        return moment.count - (moment.count > 0 && moment.due >= now ? 1 : 0);
    }

    static bool due(Time now, const Moment& moment, std::uint32_t& told) noexcept
    {
        if (moment.count == told || now < moment.due)
            return false;
        told = moment.count;
        return true;
    }

    void begin(Time now, double swell_s) noexcept
    {
        left_over_ = level_;
        began_ = now;
        swell_s_ = swell_s;
    }

    double swell(double since_s) const noexcept
    {
        return edge(2 * since_s / swell_s_) * edge(2 - 2 * since_s / swell_s_);
    }

    static double pulse(double since_s) noexcept
    {
        return edge(since_s / kEdge_s) * edge((kPulse_s - since_s) / kEdge_s);
    }

    static double pulses(double since_s) noexcept
    {
        return pulse(since_s - kFirst_s) + pulse(since_s - kSecond_s);
    }

    std::uint32_t inspirations_ = 0, expirations_ = 0; // that have begun
    Time began_{Duration::min() / 2};
    double swell_s_ = 0;   // of the inspiration; 0: the pulses of an expiration
    double left_over_ = 0; // of the level when this began
    double level_ = 0;
};

} // namespace crura::engine
