#pragma once

#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace crura::breath {

// Where the breath stands, on the scale that held when it stopped: during a hold the tracker may
// take a heartbeat for a breath and find itself another scale. Any thread; a plain value.
class HeldScale {
public:
    // `level` is where the breath stands now, in usual breaths, and `bands` in sensor units.
    void freeze(double level, const Levels& bands, const BreathState& state)
    {
        level_ = level;
        bands_ = bands;
        count_ = 0;
        for (std::size_t b = 0; b < kBands; ++b) {
            const auto& band = state.band[b];
            amplitude_[b] = band.valid ? band.tidal_amplitude : 0;
            count_ += amplitude_[b] > 0;
        }
    }
    void release() { count_ = 0; }

    // Whether any band's amplitude was known.
    bool frozen() const { return count_ > 0; }

    double operator()(const Levels& bands) const
    {
        double level = level_;
        for (std::size_t b = 0; b < kBands; ++b)
            if (amplitude_[b] > 0)
                level += (bands[b] - bands_[b]) / amplitude_[b] / count_;
        return level;
    }

private:
    double level_ = 0;
    Levels bands_{}, amplitude_{};
    int count_ = 0;
};

} // namespace crura::breath
