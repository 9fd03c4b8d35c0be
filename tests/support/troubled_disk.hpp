#pragma once

#include "support/temp_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace crura::test {

// A folder on a disk that misbehaves as it is told (disk_shim.c), and a wall clock that does
// (clock_shim.c), for whoever is shown the environment.
class TroubledDisk {
public:
    TroubledDisk() { std::filesystem::create_directory(path()); }

    std::filesystem::path path() const { return folder_ / "disk"; }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

    // From now on: "fine", "full", "read-only", "io-error", "sync-error", "slow 800".
    void is(const std::string& mood) const { put("mood", mood); }

    // The wall clock: "-3600" is an hour slow, "= 1000" stands still at so many seconds since 1970.
    void clock_is(const std::string& clock) const { put("clock", clock); }

    std::map<std::string, std::string> environment() const
    {
        return {{"CRURA_DISK_FOLDER", path()},
                {"CRURA_DISK_CONTROL", folder_ / "mood"},
                {"CRURA_CLOCK_CONTROL", folder_ / "clock"}};
    }

    // For this process.
    void use_here() const
    {
        for (const auto& [name, value] : environment())
            ::setenv(name.c_str(), value.c_str(), 1);
    }

private:
    // Renamed into place, so that nobody reads half a word.
    void put(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder_ / (name + ".new")) << text;
        std::filesystem::rename(folder_ / (name + ".new"), folder_ / name);
    }

    TempFolder folder_;
};

} // namespace crura::test
