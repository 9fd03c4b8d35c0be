#pragma once

#include "sound/clip.hpp"

#include <sndfile.h>

#include <algorithm>
#include <cstddef>
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
    bool whole = true;
    constexpr std::size_t kPiece = 4096; // libvorbis would take the stack for all of it at once
    for (std::size_t at = 0; at < clip.frames(); at += kPiece) {
        const auto frames = sf_count_t(std::min(kPiece, clip.frames() - at));
        whole =
            sf_writef_float(out, &clip.interleaved[at * clip.channels], frames) == frames && whole;
    }
    return sf_close(out) == 0 && whole;
}

} // namespace crura::test
