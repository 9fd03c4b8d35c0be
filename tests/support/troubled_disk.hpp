#pragma once

#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace crura::test {

// A folder on a disk that misbehaves, for the programs that are told of it; what it may do stands
// in disk_shim.c. The folder `home` is below it, what controls it is beside it.
class TroubledDisk {
public:
    TroubledDisk() { std::filesystem::create_directory(path()); }

    std::filesystem::path path() const { return folder_ / "disk"; }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

    // From now on: "fine", "full", "read-only", "io-error", "sync-error", "slow 800".
    void is(const std::string& mood) const { put("mood", mood); }

    // The wall clock: "-3600" is an hour slow, "= 1000" stands still at so many seconds since 1970.
    void clock_is(const std::string& clock) const { put("clock", clock); }

    Program::Setting setting() const
    {
        return {.preload = {CRURA_DISK_SHIM, CRURA_CLOCK_SHIM, CRURA_PTY_SHIM},
                .environment = {{"CRURA_DISK_FOLDER", path()},
                                {"CRURA_DISK_CONTROL", folder_ / "mood"},
                                {"CRURA_CLOCK_CONTROL", folder_ / "clock"},
                                {"ASAN_OPTIONS", "verify_asan_link_order=0"}},
                .home = path()};
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
