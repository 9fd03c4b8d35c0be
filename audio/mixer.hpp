#pragma once

#include "audio/block.hpp"
#include "audio/limiter.hpp"
#include "audio/voices/pad.hpp"
#include "audio/voices/sea.hpp"
#include "core/cues.hpp"
#include "core/latest.hpp"
#include "dsp/ramp.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace crura::audio {

// From the newest AudioCue to the sound of the whole program, in stereo.
//
//      hear() -> newest cue -> pad, sea -> presence -> limiter -> render()
//
// Presence is the loudness of everything: gain = presence squared, up in no less than 3 s, down in
// 1 s. When no new tick has come for 0.5 s of sound it goes down, and comes back when ticks do. A
// new voice is one file, one member and one line in render_block().
class Mixer {
public:
    explicit Mixer(double sample_rate_hz);

    // [engine] From here on this is what sounds. A number that is no level counts as 0.
    void hear(const AudioCue& cue) noexcept { cues_.write(cue); }

    // [any] Goes down for good, within about 1 s of sound.
    void fade_out() noexcept { ending_.store(true, std::memory_order_relaxed); }

    // [any] Nothing sounds, and what was last rendered was silence.
    bool silent() const noexcept { return silent_.load(std::memory_order_relaxed); }

    // [audio] Fills whole frames, left and right in turn; any number of them. Does not allocate,
    // lock, wait or call the system.
    void render(std::span<float> interleaved) noexcept;

private:
    void take_cue() noexcept;
    void render_block() noexcept;

    Latest<AudioCue> cues_;
    std::atomic<bool> ending_{false};
    std::atomic<bool> silent_{true};

    // All that follows belongs to the audio thread.
    Pad pad_;
    Sea sea_;
    dsp::Ramp presence_;
    Limiter limiter_;
    std::size_t patience_frames_; // how long the same tick may stay
    std::size_t stale_frames_;    // how long it has
    AudioCue cue_;
    Block block_;
    std::size_t used_ = kBlockFrames; // how much of the block has been handed out
};

} // namespace crura::audio
