#pragma once

#include "audio/soundscape_loader.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace crura::test {

// The three that are ready made.
inline std::vector<audio::Soundscape> ready_made()
{
    const std::filesystem::path folders[] = {std::string(CRURA_ROOT) + "/audio/soundscapes"};
    std::vector<audio::Soundscape> all;
    for (const auto& each : audio::find_soundscapes(folders)) {
        auto soundscape = audio::load_soundscape(each.file);
        if (!soundscape)
            throw std::runtime_error(soundscape.error().message);
        all.push_back(*soundscape);
    }
    return all;
}

// One that somebody might write: the voices, below the lines that every file has.
inline audio::Soundscape written(std::string_view voices, const std::string& id = "written")
{
    const auto text =
        "format = 1\n[soundscape]\nname = \"N\"\nsummary = \"S\"\n" + std::string(voices);
    auto soundscape = audio::parse_soundscape(text, id + ".toml");
    if (!soundscape)
        throw std::runtime_error(soundscape.error().message);
    return *soundscape;
}

// Every voice at once, as loud as is permitted.
inline audio::Soundscape everything()
{
    return written("[pad]\nlevel_db = 12\n"
                   "[[sea]]\nfollows = \"own\"\nlevel_db = 12\n"
                   "[[sea]]\nfollows = \"guide\"\nlevel_db = 12\n"
                   "[[bowl]]\nfollows = \"own\"\nlevel_db = 12\n"
                   "[[bowl]]\nfollows = \"guide\"\nlevel_db = 12\npitch_hz = 330\n"
                   "[room_bed]\nlevel_db = 12\n",
                   "everything");
}

} // namespace crura::test
