#pragma once

#include "core/frame.hpp"
#include "core/sample.hpp"

#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace crura::breath {

// Takes a tremor out of what the inertial sensors measure, so that the breath can be heard through
// it: two wide notches at its pace, while there is one. Otherwise frames pass as they are.
//
// For the tracker and nothing else: whoever looks for tremor or heartbeat must see the frame as it
// was. A breath comes later by delay_s(), 0.1 s at 5 Hz. Any thread; a plain value.
class TremorFilter {
public:
    struct Params {
        double q = 0.7; // of each notch: 5 % beside its middle it leaves 7 % of the tremor
        double sample_rate_hz = kFrameRateHz;
    };

    explicit TremorFilter(Params params) : params_(params) {}

    // `rhythm_hz` is what TremorDetector hears; 0 for none. The answer, which may be `measured`
    // itself, stays until the next call.
    const Frame& operator()(const Frame& measured, double rhythm_hz)
    {
        if (rhythm_hz != frequency_hz_)
            tune(rhythm_hz);
        if (frequency_hz_ <= 0)
            return measured;
        Frame& frame = filtered_ = measured;
        for (std::size_t site = 0; site < kSites; ++site)
            for (std::size_t axis = 0; axis < kAxes; ++axis) {
                const std::size_t channel = index_of({Band(site), Quantity::acceleration_x + axis});
                if (frame.valid[channel])
                    filter(frame.value[channel], site * kAxes + axis);
            }
        return frame;
    }

    double delay_s() const
    {
        return frequency_hz_ > 0 ? kNotches / (2 * std::numbers::pi * frequency_hz_ * params_.q)
                                 : 0;
    }

private:
    static constexpr std::size_t kAxes = 6; // of acceleration and angular rate
    static constexpr std::size_t kNotches = 2;
    static_assert(Quantity::acceleration_x + 5 == Quantity::angular_rate_z);

    struct Notch {
        double s1 = 0, s2 = 0;
    };

    void tune(double frequency_hz)
    {
        if (frequency_hz_ <= 0)
            started_.reset();
        frequency_hz_ = frequency_hz;
        const double w = 2 * std::numbers::pi * frequency_hz / params_.sample_rate_hz;
        const double alpha = std::sin(w) / (2 * params_.q);
        b0_ = 1 / (1 + alpha);
        b1_ = -2 * std::cos(w) * b0_;
        a2_ = (1 - alpha) * b0_;
    }

    void filter(double& value, std::size_t axis)
    {
        for (auto& notch : notches_[axis]) {
            if (!started_[axis])
                notch = {value * (1 - b0_), value * (b0_ - a2_)};
            const double y = b0_ * value + notch.s1;
            notch.s1 = b1_ * (value - y) + notch.s2;
            notch.s2 = b0_ * value - a2_ * y;
            value = y;
        }
        started_[axis] = true;
    }

    Params params_;
    double frequency_hz_ = 0;
    double b0_ = 1, b1_ = 0, a2_ = 0;
    std::array<std::array<Notch, kNotches>, kSites * kAxes> notches_{};
    std::bitset<kSites * kAxes> started_;
    Frame filtered_;
};

} // namespace crura::breath
