#pragma once

#include "core/sample.hpp"
#include "core/time.hpp"

#include <cmath>
#include <span>

namespace crura::engine {

// The newest sample of a body, as it came. Of several measured at once it is the first: the chest's
// of a pair of belts. Any thread; a plain value.
class NewestSample {
public:
    void operator()(std::span<const Sample> samples) noexcept
    {
        for (const Sample& sample : samples)
            if (sample.channel.quantity != Quantity::togetherness && sample.time > time_
                && std::fabs(sample.value) <= kLargest) {
                time_ = sample.time;
                value_ = sample.value;
            }
    }

    Time time() const noexcept { return time_; }
    float value() const noexcept { return float(value_); }

private:
    static constexpr double kLargest = 1e12; // no sensor measures more, in any unit

    Time time_{};
    double value_ = 0;
};

} // namespace crura::engine
