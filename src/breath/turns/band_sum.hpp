#pragma once

#include "core/sample.hpp"

#include <array>
#include <bitset>
#include <cstddef>

namespace crura::breath {

using Levels = std::array<double, kBands>; // one number a band, by Band

// Both bands together: the breath whose turns count. Weights may change at any time, as when a band
// drops out or the gains are calibrated; the sum itself never jumps for that. Any thread.
class BandSum {
public:
    // Weights from now on; `level` is where the bands are at this moment.
    void set_weights(const Levels& weight, const Levels& level)
    {
        const double before = (*this)(level);
        weight_ = weight;
        step_to(level, before);
    }

    // The bands have come to `level` by a step that was no breath: the sum stays as it was before.
    void step_to(const Levels& level, double before) { offset_ += before - (*this)(level); }

    double operator()(const Levels& level) const
    {
        double sum = offset_;
        for (std::size_t b = 0; b < kBands; ++b)
            sum += weight_[b] * level[b];
        return sum;
    }

    const Levels& weight() const { return weight_; }

private:
    Levels weight_{};
    double offset_ = 0;
};

} // namespace crura::breath
