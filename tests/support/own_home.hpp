#pragma once

#include "support/temp_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace crura::test {

// All folders of a person are a new, empty one for this test. Made before there are threads.
class OwnHome {
public:
    OwnHome()
    {
        ::setenv("HOME", folder_.path().c_str(), 1);
        for (const char* place : {"XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME",
                                  "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            ::setenv(place, (folder_.path() / place).c_str(), 1);
        ::unsetenv("CRURA_HISTORY");
    }

    std::filesystem::path path() const { return folder_.path(); }
    std::filesystem::path data() const { return path() / "XDG_DATA_HOME" / "crura"; }
    std::filesystem::path state() const { return path() / "XDG_STATE_HOME" / "crura"; }

    // Every file there is, but for folders.
    std::vector<std::filesystem::path> files(const std::string& ending = "") const
    {
        std::vector<std::filesystem::path> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path()))
            if (entry.is_regular_file() && entry.path().string().ends_with(ending))
                found.push_back(entry.path());
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    TempFolder folder_;
};

} // namespace crura::test
