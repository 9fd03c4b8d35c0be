#pragma once

#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::breath {

// Whether chest and belly move against each other so that no air moves: each by a fair part of its
// usual breath, closely opposed, and their sum stands still. That needs to be known how much air a
// band's breath stands for. With calibrated gains it is; without them only so far that the share at
// which the two would cancel out is believable beside the one that the sensor units suggest. A
// person whose bands usually oppose each other (paradox) is not judged. Any thread; a plain value.
class OpposedBands {
public:
    static constexpr double kStepS = 0.05;

    struct Params {
        double window_s = 3;        // judged at a time; 1 .. 5
        double moves = 0.2;         // of its usual breath: the range of each band, at least
        double opposed = -0.8;      // correlation of the bands, at most
        double still = 0.2;         // of the usual breath: the range of their sum, at most
        double share_off = 0.12;    // of the belly's share from the usual one, at most, calibrated
        double share_off_raw = 0.3; // and where the gains are not known
        double goes_on = 0.6;       // of these limits is enough once it has begun; 0.4 .. 1
        double longest_s = 60;    // nobody holds the breath so long and struggles: they breathe so
        double together_deg = 90; // opposed_deg of a breath that is a usual one, less than
    };

    explicit OpposedBands(Params params) : params_(params) {}

    // Every breath.
    void learn(const Breath& breath);

    // Every kStepS: where each band is [sensor units].
    void operator()(Time now, const Levels& level);

    // After a gap.
    void restart();

    // The body turned over: a band may be the other way up, until both are seen to go together.
    void forget() { together_ = 0; }

    bool on() const { return on_; }
    Time since() const { return since_; }

    // Both bands together, weighed so that they cancel out, from where they were when they began to
    // oppose each other [usual breaths].
    double sum() const { return sum_of(newest_); }

private:
    static constexpr std::size_t kWindow = 100; // steps: window_s is 5 s at most
    static constexpr std::size_t kBreaths = 8;
    static constexpr std::size_t kEnough = 3;

    bool opposed();
    bool believable(double abdominal_share) const;
    double sum_of(const Levels& level) const;

    Params params_;
    std::array<dsp::History<double, kBreaths>, kBands> amplitudes_; // of usual breaths
    dsp::History<double, kBreaths> shares_;                         // of the belly
    bool calibrated_ = false;
    int together_ = 0; // usual breaths less opposed ones, 0 .. kBreaths
    Levels usual_{};   // amplitudes
    dsp::History<std::array<float, kBands>, kWindow> levels_;
    Levels newest_{};
    Levels origin_{};
    double share_ = 0.5; // of the belly in sum()
    bool on_ = false;
    Time since_{};
};

} // namespace crura::breath
