#pragma once

#include "audio/block.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace crura::audio {

// A person's own music, as a voice that follows the breath: as the breath closes the music becomes
// softer and darker, and a little air comes in; as it opens it comes back. Its time is never
// stretched.
//
//   a thread of its own:  files -> level, sample rate, cross-fade -> ring of 4 s
//   the audio thread:     ring -> fades where the ring runs dry -> gain, low-pass, air -> mix
//
// A file or a folder of files, by name, without an end: after the last comes the first. Each file
// is levelled by the loudness of its first two minutes, so that with level 1 and a fully open
// breath the music is at kLoudnessLufs. What cannot be played is skipped and told. docs/music.md
// says more.
class Music {
public:
    static constexpr double kLoudnessLufs = -23;

    struct Settings {
        std::filesystem::path from;
        double range_db = 4.5;   // by how much a closed breath is softer, 0 .. 12, usually 3 .. 6
        double dark_hz = 400;    // where the low-pass is when the breath is closed,
        double bright_hz = 8000; // and when it is open; 20 .. 16000
        bool low_pass = true;
        double noise = 0.1;      // air while the breath is closed, 0 .. 1: 1 is as loud as music
        double cross_fade_s = 2; // from file to file, 0.05 .. 10
    };

    // [runtime] Takes the memory and starts the reading thread, which opens the files: a moment
    // passes before anything is heard, and a path without music is told by problem(). Use
    // music_at() of playlist.hpp to tell it before.
    Music(const Settings& settings, double sample_rate_hz);
    ~Music();

    // [audio] Adds one block. level, opening: 0 .. 1. Does not allocate, lock, wait or call the
    // system; when the reading thread does not keep up the music fades out, and back in.
    void render(float level, float opening, Block& mix) noexcept;

    // Where sound is made faster than it is heard: to be called before each render(), from the
    // thread that renders. Waits until the reading thread has read enough, so that the same files
    // always give the same sound; returns at once when there is nothing to be read.
    void await();

    // [any] but the audio thread. A sentence for a person about what could not be played so far;
    // empty when everything could. It changes with each file that is skipped for the first time.
    std::string problem() const;

private:
    struct Parts;
    const std::unique_ptr<Parts> parts_;
};

} // namespace crura::audio
