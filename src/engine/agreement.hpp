#pragma once

#include "core/cues.hpp"
#include "core/target.hpp"

#include <algorithm>
#include <cmath>

namespace crura::engine {

// How well the breath goes along with the guide: 1 less the mean distance of their displacements
// over about the last breath of the guide. Known once the guide was there for one breath.
// Any thread; a plain value.
class Agreement {
public:
    // 0 .. 1, or MidiCue::kUnknown. `displacement` as in BreathState.
    float operator()(double step_s, double displacement, const Target& target) noexcept
    {
        const double breath_s = target.inspiratory_time_s + target.expiratory_time_s;
        if (target.level <= 0 || breath_s <= 0) {
            *this = {};
            return MidiCue::kUnknown;
        }
        heard_s_ += step_s;
        const double distance = std::fabs(std::clamp(displacement, 0., 1.) - target.displacement);
        const double part = step_s / std::clamp(heard_s_, step_s, breath_s);
        if (step_s > 0)
            distance_ += part * (distance - distance_);
        return heard_s_ >= breath_s ? float(1 - distance_) : MidiCue::kUnknown;
    }

private:
    double heard_s_ = 0;
    double distance_ = 0; // mean
};

} // namespace crura::engine
