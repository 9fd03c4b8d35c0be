#pragma once

#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>

namespace crura::breath {

// Notices that a belt was worn anew or slipped, or that the body turned without an IMU to see it:
//
//   a step    the level leaves its usual range by far and stays away, or
//   a jump    one band breathes twice or half as high as before, breath after breath, while the
//             other one has hardly changed. (A person who moves the breath from the chest to the
//             belly changes both.)
//
// Any thread; a plain value.
class RewearWatch {
public:
    struct Params {
        double step = 1.5;      // beyond the usual range, of the usual amplitude; 1 .. 5
        double held_s = 4;      // for so long
        double jump = 2;        // times as high, or as low
        double unchanged = 1.3; // the other band has changed less than so many times
        int breaths = 5;        // in succession
        double forget = 0.05;   // of the largest breath, with every breath: a belly at rest is no
                                // reason to call its next breath a step
    };
    enum class Finding { none, step, jump };

    explicit RewearWatch(Params params) : params_(params) {}

    // Every frame: signed, smoothed levels; a band that is not measured is left as it is.
    Finding operator()(double time_s, const Levels& level);

    // Every breath, with the end-expiratory levels at this moment.
    Finding add_breath(const Breath& breath, const Levels& end_expiratory_level);

    // What is now is usual from now on.
    void restart() { *this = RewearWatch(params_); }

private:
    struct BandWear {
        dsp::History<float, 7> log_amplitude;
        float level = 0;     // at the end of expiration
        float largest = 0;   // breath, slowly forgotten
        double inside_s = 0; // when the level last was in its usual range
    };

    double change(std::size_t band, const Breath& breath) const;

    Params params_;
    std::array<BandWear, kBands> bands_;
    int jumped_ = 0; // breaths in succession
    int breaths_ = 0;
};

} // namespace crura::breath
