#pragma once

#include "breath/calibration.hpp"
#include "core/breath_state.hpp"
#include "dsp/history.hpp"

#include <array>

namespace crura::breath {

// What a pair of bands tells that one band cannot: which part of the breath is the belly's, and how
// far the two are apart. Learnt from whole breaths. Any thread; a plain value.
class ChestAndBelly {
public:
    explicit ChestAndBelly(Calibration::Params params) : calibration_(params), params_(params) {}

    // A breath has ended; `usual` is how high each band usually goes [sensor units]. True when the
    // gains are known now and were not before.
    bool learn(const Breath& breath, const std::array<double, kBands>& usual);

    // Measures the gains anew, from the breaths that follow.
    void recalibrate();

    const Gains& gains() const { return gains_; }

    // Sets what holds for the last breaths; share and phase angle only while both bands are there.
    void say(bool both_bands, BreathState& state) const;

private:
    void remember(const Breath& breath);

    Calibration calibration_;
    Calibration::Params params_;
    bool calibrating_ = true;
    Gains gains_;
    dsp::History<double, 5> shares_;
    Estimate share_;
    Estimate phase_angle_;
    Partition partition_ = Partition::none;
};

} // namespace crura::breath
