#include "app/places.hpp"

#include "app/paths.hpp"

#include <cstdlib>

namespace fs = std::filesystem;

namespace crura::app {

Places own_places()
{
    return {voice_folders().front().parent_path(), state_folder(), speech_cache().parent_path(),
            own_midi_map().parent_path()};
}

std::string shown(const fs::path& path)
{
    const char* home = std::getenv("HOME");
    if (!home || !fs::path(home).is_absolute())
        return path.string();
    const auto inside = path.lexically_relative(fs::path(home).lexically_normal());
    if (inside.empty() || *inside.begin() == "..")
        return path.string();
    return inside == "." ? "~" : (fs::path("~") / inside).string();
}

} // namespace crura::app
