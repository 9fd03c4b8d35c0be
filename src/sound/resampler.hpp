#pragma once

#include "sound/clip.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace crura::sound {

// Changes the sample rate of a sound that comes piece by piece. What was at a time stays at that
// time: it starts without a delay and ends with the last frame. Band-limited sinc interpolation
// (J. O. Smith). Equal rates pass every sample as it is.
//
// Any thread but the audio thread, one at a time.
class Resampler {
public:
    // Rates: 1000 .. 768000 Hz.
    Resampler(double from_hz, double to_hz, std::size_t channels);

    // Appends what can be said now; the filter keeps the last milliseconds until it knows more.
    void operator()(std::span<const float> interleaved, std::vector<float>& out);

    // The sound ends here: appends the rest. Afterwards a new sound may begin.
    void finish(std::vector<float>& out);

private:
    struct Delete {
        void operator()(void* state) const;
    };
    void convert(std::span<const float> interleaved, bool last, std::vector<float>& out);

    double ratio_;
    std::size_t channels_;
    std::unique_ptr<void, Delete> state_; // null: nothing to do
};

// A copy at another sample rate.
Clip resampled(const Clip& clip, double sample_rate_hz);

} // namespace crura::sound
