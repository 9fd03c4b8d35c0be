#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

struct ListenOptions {
    std::filesystem::path file; // a recording of Crura, a CSV file to play, EDF, OpenSignals
    std::string soundscape;     // an id, or a .toml file
    std::vector<std::filesystem::path> soundscape_folders; // where ids are looked for
    std::filesystem::path out;                             // .wav or .flac
    double sample_rate_hz = 48000;
};

// [main] What a recording would have sounded like: runs the engine over it, with the program that
// was run, and writes the sound of a soundscape into a file, faster than it is heard. The same
// recording gives the same file, bit for bit. The answer is a sentence for a person.
//
// The file begins with the first tick. Whatever the engine says at a time is heard from that time
// on: never earlier, and at most 64 frames later. It ends once the last of the sound has faded.
Result<std::string> listen(const ListenOptions& options);

} // namespace crura::app
