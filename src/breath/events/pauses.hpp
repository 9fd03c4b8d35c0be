#pragma once

#include "dsp/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace crura::breath {

// How long this person's breath may stand still before it is worth a thought: longer than its own
// pauses, of which nineteen in twenty are over sooner. The pauses at the end of expiration count,
// of the last forty breaths; those beyond the limit do not, or a person who freezes again and again
// would soon be allowed to. Any thread; a plain value.
class Pauses {
public:
    struct Params {
        double least_s = 8;            // the limit, at least; 4 .. 15
        double beyond_s = 4;           // and beyond the 95th percentile of the pauses; 2 .. 8
        double most_s = 20;            // and at most; 8 .. 30
        std::size_t least_breaths = 8; // before there is a limit
    };

    explicit Pauses(Params params) : params_(params) {}

    // Every breath: the longest stillness at the end of expiration that was heard in it [s].
    void learn(double pause_s)
    {
        if (pause_s > std::max(limit_s_, params_.least_s))
            return;
        pauses_s_.push(pause_s);
        if (pauses_s_.size() >= params_.least_breaths)
            limit_s_ =
                std::clamp(usual_longest_s() + params_.beyond_s, params_.least_s, params_.most_s);
    }

    // 0 while unknown.
    double limit_s() const { return limit_s_; }

private:
    static constexpr std::size_t kBreaths = 40;
    static constexpr double kNearlyAll = 0.95;

    double usual_longest_s() const
    {
        std::array<double, kBreaths> sorted;
        const std::size_t size = pauses_s_.size();
        for (std::size_t i = 0; i < size; ++i)
            sorted[i] = pauses_s_[i];
        std::sort(sorted.begin(), sorted.begin() + std::ptrdiff_t(size));
        return sorted[std::size_t(std::ceil(kNearlyAll * double(size))) - 1];
    }

    Params params_;
    dsp::History<double, kBreaths> pauses_s_;
    double limit_s_ = 0;
};

} // namespace crura::breath
