#pragma once

#include <algorithm>
#include <cmath>

namespace crura::audio {

// No voice: the newest sensor value as a level that is held, so that a bench can see in captured
// sound when it arrived. Nothing smooths it.
class Probe {
public:
    // full_scale: the value that becomes 1 [sensor units], not 0
    explicit Probe(double full_scale) : per_unit_(float(1 / full_scale)) {}

    // [audio] -1 .. 1
    float operator()(float raw) const noexcept
    {
        const float level = raw * per_unit_;
        return std::isfinite(level) ? std::clamp(level, -1.0f, 1.0f) : 0;
    }

private:
    float per_unit_;
};

} // namespace crura::audio
