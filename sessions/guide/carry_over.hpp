#pragma once

#include "core/estimate.hpp"
#include "sessions/guide/pace.hpp"
#include "sessions/guide/recent.hpp"

#include <algorithm>
#include <cmath>

namespace crura::sessions {

// What stays of a slowing once the guide has left: the share of it that the breath keeps by itself.
//
//             natural                  guided       unguided
//     4.3 s ____________________..---''''''''''...__________  6.2 s    (6.2 - 4.3) / (8 - 4.3)
//                                                                      = 0.51
// [engine]; a plain value.
class CarryOver {
public:
    // A good breath that was shown one.
    void guided(double period_s) noexcept { guided_.push(period_s); }

    // The guide leaves.
    void begin() noexcept
    {
        unguided_.clear();
        skipped_ = 0;
    }

    // A good breath since nothing is shown. The first two still go with what was heard.
    void unguided(double period_s) noexcept
    {
        constexpr int kStillGuided = 2;
        if (skipped_++ >= kStillGuided)
            unguided_.push(period_s);
    }

    // Known after five breaths, and if there was a slowing to speak of.
    Estimate estimate(double natural_s, double natural_error_s) const noexcept
    {
        constexpr std::size_t kFewest = 5;
        constexpr double kLeast = 0.1; // slower than natural
        constexpr double k95 = 1.96;
        const double reached_s = guided_.median() - natural_s;
        const double reached_error_s = std::hypot(guided_.standard_error(), natural_error_s);
        if (unguided_.size() < kFewest || !(reached_s > kLeast * natural_s)
            || !(reached_s > k95 * reached_error_s))
            return {};
        const double stayed = (unguided_.median() - natural_s) / reached_s;
        const double error_s =
            std::hypot(unguided_.standard_error(), stayed * guided_.standard_error(),
                       (1 - stayed) * natural_error_s);
        return {std::clamp(stayed, 0., 1.), k95 * error_s / reached_s, true};
    }

private:
    Recent<12> guided_;
    Recent<32> unguided_;
    int skipped_ = 0;
};

} // namespace crura::sessions
