#include "app/soundscape_choice.hpp"

#include "audio/soundscape_loader.hpp"
#include "core/nearest.hpp"

#include <fmt/format.h>

#include <vector>

namespace crura::app {

Result<std::filesystem::path> find_soundscape(const std::string& name,
                                              std::span<const std::filesystem::path> folders)
{
    if (name.ends_with(".toml"))
        return std::filesystem::path(name);
    std::vector<std::string> ids;
    for (const auto& found : audio::find_soundscapes(folders)) {
        if (found.id == name)
            return found.file;
        ids.push_back(found.id);
    }
    return Error{fmt::format("There is no soundscape '{}'{}", name,
                             ids.empty() ? "; none was found." : did_you_mean(name, ids))};
}

Result<audio::Soundscape> choose_soundscape(const std::string& name,
                                            std::span<const std::filesystem::path> folders)
{
    const auto file = find_soundscape(name, folders);
    return file ? audio::load_soundscape(*file) : file.error();
}

} // namespace crura::app
