#include "app/places.hpp"

#include "app/paths.hpp"

#include <cctype>
#include <cstdlib>

namespace fs = std::filesystem;

namespace crura::app {

Places own_places()
{
    return {voice_folders().front().parent_path(), state_folder(), speech_cache().parent_path(),
            own_midi_map().parent_path()};
}

std::string without_home(std::string text)
{
    const char* set = std::getenv("HOME");
    const std::string home = set ? set : "";
    if (home.size() < 2)
        return text;
    for (auto at = text.find(home); at != std::string::npos; at = text.find(home, at + 1)) {
        const auto after = at + home.size();
        const bool whole = after == text.size() || text[after] == '/'
            || std::isspace(static_cast<unsigned char>(text[after])) || text[after] == ',';
        if (whole)
            text.replace(at, home.size(), "~");
    }
    return text;
}

std::string shown(const fs::path& path)
{
    return without_home(path.string());
}

} // namespace crura::app
