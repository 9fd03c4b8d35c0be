#pragma once

#include "core/result.hpp"
#include "sound/loudness.hpp"
#include "sound/resampler.hpp"
#include "sound/sound_file.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace crura::audio {

// One music file on its way to the ears: in stereo, at the device's sample rate, levelled. The
// level is that of its first two minutes, which is enough to know it and quick for a long file.
//
// Any thread but the audio thread, one at a time.
class Track {
public:
    using Frame = std::array<float, 2>;

    struct Target {
        double sample_rate_hz = 48000;
        double loudness_lufs = -23;
    };

    // Errors: what a SoundReader refuses; more than two channels.
    static Result<Track> open(const std::filesystem::path& file, Target target);

    // Measures another two seconds. True: it is ready to be played. An error when there is less
    // than a second of sound in it.
    Result<bool> prepare_some();

    // At least so long; exact when it is shorter than two minutes. Once it is ready.
    double length_s() const { return length_s_; }

    // Reads on until so many frames are waiting. Fewer: the track ends after them.
    std::size_t ahead(std::size_t frames);

    // The next frame; silence after the end.
    Frame next();

private:
    Track(std::filesystem::path file, Target target, sound::SoundReader reader);
    std::size_t read_piece(); // into piece_, in stereo
    Result<bool> rewind();
    void read_on();

    std::filesystem::path file_;
    Target target_;
    sound::SoundReader reader_;
    sound::Loudness loudness_;
    std::optional<sound::Resampler> resample_;
    std::vector<float> piece_;   // as read
    std::vector<float> waiting_; // as heard
    std::size_t used_ = 0;       // samples of waiting_
    double length_s_ = 0;
    float gain_ = 1;
    bool ended_ = false;
};

} // namespace crura::audio
