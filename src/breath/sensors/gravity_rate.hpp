#pragma once

#include "breath/sensors/vector.hpp"
#include "core/frame.hpp"

#include <optional>

namespace crura::breath {

// How fast a sensor turns, as far as gravity tells, about its own axes [deg/s]: w = u x u' of the
// direction `u` that points up, differenced between means of `frames` each, so that the noise of
// the sensor and the steps of its numbers are not what is differenced. A turn about the vertical
// itself is not seen. Any thread; a plain value.
class GravityRate {
public:
    explicit GravityRate(int frames) : frames_(frames) {}

    // Every `frames` calls the rate between the last two means; nothing in between.
    std::optional<Vector> operator()(const Vector& up)
    {
        total_ = sum(total_, up);
        if (++count_ < frames_)
            return std::nullopt;
        const Vector mean = normalised(total_);
        const Vector before = mean_;
        const bool first = !known_;
        mean_ = mean;
        known_ = true;
        total_ = {};
        count_ = 0;
        if (first)
            return std::nullopt;
        return scaled(cross(mean, before), kDegrees * kFrameRateHz / frames_);
    }

    // After a gap.
    void restart() { *this = GravityRate(frames_); }

    // The last mean, of length 1; zero while there is none.
    const Vector& up() const { return mean_; }

private:
    int frames_;
    int count_ = 0;
    bool known_ = false;
    Vector total_{};
    Vector mean_{};
};

} // namespace crura::breath
