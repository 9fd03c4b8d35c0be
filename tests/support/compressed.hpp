#pragma once

#include "sound/clip.hpp"

#include <sndfile.h>

#include <filesystem>

namespace crura::test {

// Writes a kind of sound file that Crura reads but does not write. False: this libsndfile cannot.
inline bool put_compressed(const std::filesystem::path& file, int format, const sound::Clip& clip)
{
    SF_INFO info{};
    info.samplerate = int(clip.sample_rate_hz);
    info.channels = int(clip.channels);
    info.format = format;
    SNDFILE* out = sf_open(file.c_str(), SFM_WRITE, &info);
    if (!out)
        return false;
    const auto frames = sf_count_t(clip.frames());
    const bool whole = sf_writef_float(out, clip.interleaved.data(), frames) == frames;
    return sf_close(out) == 0 && whole;
}

} // namespace crura::test
