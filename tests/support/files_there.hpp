#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

namespace crura::test {

inline void write_text(const std::filesystem::path& file, std::string_view text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

inline std::string bytes_in(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline unsigned mode_of(const std::filesystem::path& path)
{
    return unsigned(std::filesystem::symlink_status(path).permissions());
}

// Of all files and folders in here, at any depth.
inline std::set<std::string> names_in(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        names.insert(std::filesystem::relative(entry.path(), folder).string());
    return names;
}

// Nothing but its owner may read it, nor what is in it.
inline bool is_private(const std::filesystem::path& path)
{
    if ((mode_of(path) & 077) != 0)
        return false;
    if (std::filesystem::is_directory(path))
        for (const auto& name : names_in(path))
            if ((mode_of(path / name) & 077) != 0)
                return false;
    return true;
}

} // namespace crura::test
