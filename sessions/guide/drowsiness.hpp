#pragma once

#include "core/time.hpp"
#include "sessions/guide/guide_params.hpp"
#include "sessions/guide/jumps.hpp"
#include "sessions/guide/pace.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace crura::sessions {

// Whether a person drifts off to sleep: for a minute and a half out of step, uneven and still. And
// whether they are back: they moved or asked for something, and their breath is even again.
// [engine]; a plain value.
class Drowsiness {
public:
    explicit Drowsiness(const GuideParams& params) noexcept : params_(params) {}

    // Every tick. A movement that cannot be judged counts as one.
    void heed_motion(Time now, double level) noexcept
    {
        if (!(level < params_.still))
            stirred(now);
    }
    // Moved, or asked for something.
    void stirred(Time now) noexcept { stirred_ = now; }

    // A good breath that was shown one. Says why, when the person seems to sleep.
    std::optional<Reason> operator()(Time now, const Pace& pace, const Jumps& jumps) noexcept
    {
        if (seen_ == 0)
            since_ = now;
        breaths_[seen_++ % kMost] = {now, pace.misfit(), jumps.last()};
        const Duration window = from_seconds(params_.drowsy_s);
        if (now - since_ < window || now - stirred_ < window)
            return std::nullopt;

        Recent<kMost> misfits, jumped;
        for (std::size_t i = 0; i < std::min(seen_, kMost); ++i)
            if (now - breaths_[i].time <= window) {
                misfits.push(breaths_[i].misfit);
                jumped.push(breaths_[i].jump);
            }
        constexpr std::size_t kFewest = 8;
        if (misfits.size() < kFewest || misfits.trimmed_mean() < params_.drowsy_misfit
            || jumped.trimmed_mean() < uneven(jumps) || pace.slowing() > params_.drowsy_slowing)
            return std::nullopt;
        since_ = now;
        seen_ = 0;
        return Reason{Ground::drowsy_s, params_.drowsy_s, params_.drowsy_s};
    }

    // A good breath while asleep: is the person back?
    bool awake(Time now, const Jumps& jumps) const noexcept
    {
        constexpr double kMoreEven = 0.75;
        return stirred_ > since_ && now - stirred_ < from_seconds(params_.stirred_s)
            && jumps.recent() > 0 && jumps.recent() < kMoreEven * uneven(jumps);
    }

private:
    // The jumps from which on a breath is not that of somebody awake.
    double uneven(const Jumps& jumps) const noexcept
    {
        return std::max(params_.drowsy_jumps, params_.jumps_up * jumps.usual());
    }

    static constexpr std::size_t kMost = 64; // breaths in the window
    struct Seen {
        Time time{};
        double misfit = 0;
        double jump = 0;
    };

    GuideParams params_;
    std::array<Seen, kMost> breaths_{};
    std::size_t seen_ = 0;
    Time since_{}; // the first breath that counts; asleep: when it was known
    Time stirred_{};
};

} // namespace crura::sessions
