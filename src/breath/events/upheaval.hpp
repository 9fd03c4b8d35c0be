#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <optional>

namespace crura::breath {

// Whether it is known where in its breath the body is. A body that turns over, a cough or a belt
// that slips moves the scale of the displacement: then it is not, until fair breaths have been seen
// again. Any thread; a plain value.
class Upheaval {
public:
    struct Params {
        double low = -0.4;        // displacement, mean of the bands: below is no breath; -1 .. -0.2
        double high = 2.9;        // displacement: nor above it, 2 .. 3,
        double high_s = 2.5;      // for so long
        double most_motion = 0.5; // state.motion.level, where it is no tremor; 0.3 .. 1
        double fair_height = 0.6; // a fair breath rises above this displacement, 0.4 .. 0.8,
        double fair_rest = 0.3;   // and rests below this one, 0.1 .. 0.4
        int settle_breaths = 3;   // fair ones after it, 1 .. 6,
        double settle_s = 120;    // or so long; 30 .. 300
        int level_breaths = 8;    // and before the level is sure; 1 .. 15
        int sure_breaths = 3;     // the same after a hold; 1 .. 6
    };

    explicit Upheaval(Params params) : params_(params) {}

    // Every breath, once; `together`: the bands did not oppose each other in it.
    void learn(bool together)
    {
        if (together && highest_ > params_.fair_height && lowest_ < params_.fair_rest)
            ++fair_breaths_;
        lowest_ = highest_ = level_;
    }

    // Every step, with the smoothed displacement. True while it lasts.
    bool operator()(Time now, double step_s, double level, const BreathState& state)
    {
        level_ = level;
        lowest_ = std::min(lowest_, level);
        highest_ = std::max(highest_, level);
        if (level > params_.fair_height)
            last_fair_ = now;
        high_s_ = state.displacement > params_.high ? high_s_ + step_s : 0;
        const bool moves = state.motion.level >= params_.most_motion && !state.tremor.on;
        if (!moves && !slipped(state) && !low(state) && high_s_ < params_.high_s)
            return false;
        began_ = now;
        settled_at_ = fair_breaths_ + params_.settle_breaths;
        sure_at_ = fair_breaths_ + params_.level_breaths;
        return true;
    }

    void hold_ended() { sure_at_ = std::max(sure_at_, fair_breaths_ + params_.sure_breaths); }

    bool settled(Time now) const
    {
        return !began_ || fair_breaths_ >= settled_at_
            || to_seconds(now - *began_) > params_.settle_s;
    }

    // Whether the level is what it seems: a hold may have shifted it as well.
    bool sure() const { return fair_breaths_ >= sure_at_; }

    Time last_fair() const { return last_fair_; }

private:
    static bool slipped(const BreathState& state)
    {
        return std::any_of(state.band.begin(), state.band.end(), [](const BandState& band) {
            return band.valid && band.fault == SensorFault::moved;
        });
    }

    // The bands by themselves: while they oppose each other only one of them is followed.
    bool low(const BreathState& state) const
    {
        double sum = 0;
        int bands = 0;
        for (const BandState& band : state.band) {
            sum += band.valid ? band.displacement : 0;
            bands += band.valid;
        }
        return bands > 0 && sum < bands * params_.low;
    }

    Params params_;
    double level_ = 0;
    double lowest_ = 0, highest_ = 0; // since the last breath was known
    double high_s_ = 0;
    Time last_fair_{}; // the displacement was that of a fair breath
    std::optional<Time> began_;
    int fair_breaths_ = 0;
    int settled_at_ = 0, sure_at_ = 0; // fair breaths
};

} // namespace crura::breath
