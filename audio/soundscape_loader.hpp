#pragma once

#include "audio/soundscape.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crura::audio {

// Reads one soundscape file; docs/soundscapes.md says what it may contain. The error names every
// mistake of the file, as sessions/loader.hpp shows. [any] but the audio thread
Result<Soundscape> load_soundscape(const std::filesystem::path& file);

// The same for text in memory; `file_name` is what messages call it, gives the soundscape its id,
// and its folder is the one from which a relative path of music is taken.
Result<Soundscape> parse_soundscape(std::string_view text, const std::string& file_name);

// A soundscape that could be loaded; its file has not been opened yet.
struct SoundscapeFile {
    std::string id; // the file's name without its ending
    std::filesystem::path file;
};

// The *.toml files in these folders, by id. Of two with one id that of the earlier folder is taken.
// A folder that is not there holds none.
std::vector<SoundscapeFile> find_soundscapes(std::span<const std::filesystem::path> folders);

} // namespace crura::audio
