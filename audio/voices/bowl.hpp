#pragma once

#include "audio/block.hpp"
#include "audio/voices/tone.hpp"

#include <array>
#include <cstddef>

namespace crura::audio {

// A singing bowl, struck with a soft mallet: for moments. Its partials are those of a ring that is
// bent, out of tune with each other as those of metal are, and ring down each in its own time. Each
// is two tones close together, as no bowl is quite round, so it beats slowly.
//
// The mallet pushes for some 40 ms, so nothing clicks. A strike while the bowl rings makes it
// louder, less so the louder it is. After the tail there is silence to the last bit.
class Bowl {
public:
    struct Settings {
        double pitch_hz = 220; // of the lowest partial, 110 .. 880
        double decay_s = 6;    // of the lowest partial, to 37 %: 0.5 .. 20
    };

    explicit Bowl(double sample_rate_hz, Settings settings);

    // [audio] A strike that begins at this frame of the block that is rendered next. level: 0 .. 1
    void strike(float level, std::size_t frame_in_block) noexcept;

    // [audio] Adds one block.
    void render(Block& mix) noexcept;

private:
    static constexpr std::size_t kPartials = 6;
    using Push = std::array<float, kBlockFrames>;

    struct Partial {
        Tone first;
        Tone second;
        float weight = 0; // how strongly the mallet finds it
        float kept = 0;   // of the amplitude after one block
        float done = 0;   // taken off every block, so that the tail has an end
        float amplitude = 0;
    };

    Push push() noexcept;
    bool at_rest() const noexcept;
    void begin_again() noexcept;

    float softness_;                        // share of the mallet's push that goes on in one frame
    std::array<float, kBlockFrames> hit_{}; // strikes of the next block
    std::array<float, 3> mallet_{};
    std::array<Partial, kPartials> partials_;
};

} // namespace crura::audio
