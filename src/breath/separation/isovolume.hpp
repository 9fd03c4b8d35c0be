#pragma once

#include "breath/separation/calibration.hpp"
#include "breath/turns/band_sum.hpp"

#include <array>
#include <cmath>
#include <optional>

namespace crura::breath {

// Finds the swings of volume between chest and belly while the breath is stopped: turns of the
// difference of both bands. Breaths, which raise both, hardly move it. Any thread; a plain value.
class Isovolume {
public:
    struct Params {
        double retreat = 0.4; // that makes a turn, of the usual amplitudes; 0.2 .. 1
        double min_swing_s = 0.25;
    };

    // `usual`: how high each band goes in a natural breath, > 0 [sensor units].
    Isovolume(Params params, Levels usual) : params_(params), usual_(usual) {}

    // Smoothed levels, inspiration positive, every frame in which both are measured.
    void operator()(double time_s, const Levels& level)
    {
        const double tilt = level[0] / usual_[0] - level[1] / usual_[1];
        if (!extreme_) {
            extreme_ = Extreme{time_s, tilt, level};
            return;
        }
        const double back = rising_ ? extreme_->tilt - tilt : tilt - extreme_->tilt;
        if (back <= 0) {
            extreme_ = Extreme{time_s, tilt, level};
            return;
        }
        if (back < params_.retreat || (turn_ && time_s - turn_->time_s < params_.min_swing_s))
            return;
        if (turn_)
            swings_.push_back({float(extreme_->level[0] - turn_->level[0]),
                               float(extreme_->level[1] - turn_->level[1])});
        turn_ = extreme_;
        extreme_ = Extreme{time_s, tilt, level};
        rising_ = !rising_;
    }

    // Two make a cycle; the one under way is not among them.
    const Swings& swings() const { return swings_; }

private:
    struct Extreme {
        double time_s = 0;
        double tilt = 0;
        Levels level{};
    };

    Params params_;
    Levels usual_;
    Swings swings_;
    std::optional<Extreme> extreme_; // the furthest since the last turn
    std::optional<Extreme> turn_;
    bool rising_ = true;
};

} // namespace crura::breath
