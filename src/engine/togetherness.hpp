#pragma once

#include "core/sample.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <span>

namespace crura::engine {

// How far a group breathes together, as the newest sample of that quantity says; it glides, and
// fades away when none came for a while. Any thread; a plain value.
class Togetherness {
public:
    struct Params {
        double stale_s = 10; // without a sample for so long, it fades away
        double glide_s = 2;  // from 0 to 1, or back
    };

    explicit Togetherness(Params params) : params_(params) {}

    // 0 .. 1
    double operator()(Time now, double step_s, std::span<const Sample> samples) noexcept
    {
        for (const Sample& sample : samples)
            if (sample.channel.quantity == Quantity::togetherness
                && sample.value - sample.value == 0) { // finite
                newest_ = std::clamp(sample.value, 0., 1.);
                heard_at_ = now;
            }
        if (to_seconds(now - heard_at_) > params_.stale_s)
            newest_ = 0;
        const double most = step_s / params_.glide_s;
        value_ += std::clamp(newest_ - value_, -most, most);
        return value_;
    }

private:
    Params params_;
    double newest_ = 0;
    Time heard_at_{};
    double value_ = 0;
};

} // namespace crura::engine
