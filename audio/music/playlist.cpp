#include "audio/music/playlist.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <system_error>

namespace crura::audio {

namespace fs = std::filesystem;

namespace {

bool is_music(const fs::directory_entry& entry)
{
    constexpr std::array<std::string_view, 6> kEndings = {".wav", ".flac", ".ogg",
                                                          ".oga", ".opus", ".mp3"};
    const auto& file = entry.path();
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    std::error_code ignored;
    if (file.filename().string().starts_with('.') || entry.is_directory(ignored))
        return false;
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

} // namespace

Result<std::vector<fs::path>> music_at(const fs::path& path)
{
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (!fs::exists(status))
        return Error{"There is no music at " + path.string() + ": nothing is there."};
    if (!fs::is_directory(status))
        return std::vector{path};
    std::vector<fs::path> files;
    for (fs::directory_iterator at(path, failed), end; !failed && at != end; at.increment(failed))
        if (is_music(*at))
            files.push_back(at->path());
    if (files.empty())
        return Error{"There is no music in the folder " + path.string()
                     + ": it holds no .wav, .flac, .ogg or .mp3 file that can be seen."};
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace crura::audio
