#pragma once

#include "audio/channel_map.hpp"
#include "audio/soundscape.hpp"
#include "audio/voices/haptic_band.hpp"
#include "audio/voices/sentences.hpp"
#include "core/cues.hpp"
#include "core/time.hpp"

#include <memory>
#include <span>
#include <string>

namespace crura::audio {

// From the newest AudioCue to the sound of the whole program.
//
//      hear() -> newest cue -> voices of the soundscape -> levels, presence, ducking -> limiter
//                           -> sentences ----------------------------------------------^    |
//                           -> haptic band -> its own limiter -----------------> channels <-'
//
// Whatever makes the whole louder does so by at most 6 dB a second; out of silence it comes in
// over 3 s, and back into it within 3 s. A panic takes 0.25 s, and then only sentences that came
// with it or later are heard. When no new tick has come for 0.5 s of sound everything goes down
// within 1 s, and comes back when ticks do.
class Mixer {
public:
    struct Params {
        double volume_db = 0;  // of everything for the ears, -60 .. 12
        double ceiling_db = 0; // the volume is never above it
        double trim_db = 0;    // of the soundscape: of levelling.hpp
        double speech_db = 0;  // of the sentences beside the soundscape at full level
        HapticBand::Settings touch{};
    };

    // [runtime] Takes all the memory it will ever need.
    Mixer(double sample_rate_hz, const Soundscape& soundscape, const Params& params,
          Sentences sentences);
    ~Mixer();

    // [engine], or [audio] right before render(): from here on this is what sounds. A number that
    // is no level counts as 0.
    void hear(const AudioCue& cue) noexcept;

    // [any] -60 .. 12 dB, up to the ceiling.
    void set_volume(double volume_db) noexcept;

    // [any] Goes down for good, within 3 s of sound.
    void fade_out() noexcept;

    // [any] Nothing sounds, and what was last rendered was silence.
    bool silent() const noexcept;

    // [audio] Fills whole frames of map.size() channels; any number of them. `heard_at` is when the
    // first of them reaches the ear, as well as is known: moments are placed by it. Does not
    // allocate, lock, wait or call the system.
    void render(std::span<float> interleaved, const ChannelMap& map, Time heard_at) noexcept;

    // Where sound is made faster than it is heard: before each render(), which then fills at most
    // kBlockFrames frames, so that music which is read from files comes the same every time.
    void await();

    // [any] but the audio thread. A sentence for a person about music that could not be played so
    // far; empty when everything could.
    std::string problem() const;

private:
    struct Parts;
    const std::unique_ptr<Parts> parts_;
};

} // namespace crura::audio
