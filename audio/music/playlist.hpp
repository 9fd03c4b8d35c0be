#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <vector>

namespace crura::audio {

// The music at a path: the file itself, or the .wav, .flac, .ogg, .oga, .opus and .mp3 files of a
// folder, by name. An error, one sentence, when there is none. Whether they can be played is not
// looked at. [any] but the audio thread.
Result<std::vector<std::filesystem::path>> music_at(const std::filesystem::path& path);

} // namespace crura::audio
