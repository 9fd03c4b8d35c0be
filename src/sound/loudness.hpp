#pragma once

#include "sound/clip.hpp"

#include <cstddef>
#include <memory>
#include <span>

namespace crura::sound {

// How loud a sound is to a person, by ITU-R BS.1770-4 and EBU R 128, of a sound that comes piece by
// piece. One channel counts as one loudspeaker: played on two it is 3 LU louder. Silence, and what
// is shorter than 0.4 s, has a loudness of minus infinity.
//
// Any thread but the audio thread, one at a time.
class Loudness {
public:
    Loudness(double sample_rate_hz, std::size_t channels); // 1000 .. 768000 Hz, 1 .. 16 channels

    // Whole frames.
    void add(std::span<const float> interleaved);

    // Of all so far, pauses left out.
    double integrated_lufs() const;

    // The loudest 0.4 s so far, looked at every 0.1 s.
    double loudest_moment_lufs() const { return loudest_moment_lufs_; }

    // What a converter makes of it between the samples; full scale is 0.
    double true_peak_db() const;

private:
    struct Delete {
        void operator()(void* state) const;
    };

    std::size_t channels_;
    std::size_t step_frames_;
    std::size_t until_look_; // frames
    double loudest_moment_lufs_;
    std::unique_ptr<void, Delete> state_;
};

double integrated_loudness_lufs(const Clip& clip);
double true_peak_db(const Clip& clip);

} // namespace crura::sound
