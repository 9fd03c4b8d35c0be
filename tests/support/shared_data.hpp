#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

namespace crura::test {

// Where the real recordings are: the folder that CRURA_DATA names, else ../shared/data beside the
// project. Nothing where neither is a folder: the test then says that it skips.
inline std::optional<std::filesystem::path> shared_data()
{
    const char* named = std::getenv("CRURA_DATA");
    const auto folder = named ? std::filesystem::path(named)
                              : std::filesystem::path(CRURA_ROOT) / ".." / "shared" / "data";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return std::nullopt;
    return folder;
}

} // namespace crura::test
