#pragma once

#include "core/estimate.hpp"
#include "core/few.hpp"

#include <cstdint>

namespace crura {

// How one breath rate did, held for some minutes.
struct RateScore {
    double asked_bpm = 0;
    Estimate breath_rate_bpm; // as it was
    Estimate
        heart_swing_bpm;   // longest less shortest within a breath; unknown without a heart sensor
    Estimate coherence;    // 0 .. 1: how far the heart goes with the breath
    Estimate irregularity; // breath-to-breath variation, SD over mean
    Estimate abdominal_share;
    Estimate ventilation;     // of the usual
    std::int8_t comfort = -1; // as answered; -1: not
    bool counts = false;      // the pace was kept, and the sensors saw enough of it
};

// Which of several rates suited best. By breath alone this is a comfortable rate, not a resonance
// frequency.
struct Assessment {
    enum class Basis : std::uint8_t { none, comfort, heart };

    Basis basis = Basis::none;
    Estimate best_bpm;
    Few<RateScore, 8> rates; // in the order in which they were tried
};

} // namespace crura
