#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace crura::sound {

// All of these may allocate, wait for a disk and take their time: any thread but the audio thread,
// one thread at a time for each reader or writer. Errors are a sentence that names the file.

// Reads a sound file of any length piece by piece: WAV, FLAC, OGG (Vorbis, Opus) or MP3, whichever
// its bytes say. Whatever is in the file, what comes out is finite and within -8 .. 8.
class SoundReader {
public:
    static Result<SoundReader> open(const std::filesystem::path& file);

    double sample_rate_hz() const { return sample_rate_hz_; } // 1000 .. 768000
    std::size_t channels() const { return channels_; }        // 1 .. 16

    // Fills whole frames and gives their number. Fewer than there is room for: the file ends there,
    // by its length or because the rest is broken.
    std::size_t read(std::span<float> interleaved);

private:
    struct Close {
        void operator()(void* file) const;
    };
    SoundReader() = default;

    std::unique_ptr<void, Close> file_;
    double sample_rate_hz_ = 0;
    std::size_t channels_ = 0;
};

// Writes a sound file piece by piece, by the ending of its name: .wav with 32-bit floats, up to 4
// GB (3 hours of 48 kHz stereo), or .flac with 24 bits, of any length. It gets its name only in
// finish(), as a whole; a writer that is not finished leaves nothing behind. The same sound gives
// the same bytes.
class SoundWriter {
public:
    static Result<SoundWriter> create(const std::filesystem::path& file, double sample_rate_hz,
                                      std::size_t channels);
    ~SoundWriter();
    SoundWriter(SoundWriter&&) noexcept;
    SoundWriter& operator=(SoundWriter&&) = delete;

    // Whole frames. A .flac holds what lies within -1 .. 1; the rest is cut off.
    Result<void> write(std::span<const float> interleaved);

    Result<void> finish();

private:
    struct File;
    explicit SoundWriter(std::unique_ptr<File> file);

    std::unique_ptr<File> file_;
};

// A whole file; an error when it is longer than 64 million samples (11 minutes of 48 kHz stereo)
// or has no sound in it.
Result<Clip> read_clip(const std::filesystem::path& file);

// As SoundWriter does.
Result<void> write_clip(const std::filesystem::path& file, const Clip& clip);

} // namespace crura::sound
