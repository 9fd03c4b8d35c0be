#pragma once

#include <filesystem>
#include <string>

namespace crura::app {

// Where a person's own things lie; none of these folders need be there.
struct Places {
    std::filesystem::path data;   // recordings, history, voice packs
    std::filesystem::path state;  // what Crura remembers beside recordings
    std::filesystem::path cache;  // sentences that a synthesizer has spoken
    std::filesystem::path config; // what a person wrote: programs, soundscapes, the MIDI map

    std::filesystem::path recordings() const { return data / "recordings"; }
    std::filesystem::path voices() const { return data / "voices"; }
};

// [main] Of whoever runs the program.
Places own_places();

// [main] For people: with ~ for the home folder, whose name is often a person's.
std::string shown(const std::filesystem::path& path);

// [main] The same for every path in a text.
std::string without_home(std::string text);

} // namespace crura::app
