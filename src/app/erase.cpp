#include "app/erase.hpp"

#include "app/places.hpp"
#include "files/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

// Calls it with every file in here.
template <class Visit>
void each_file(const fs::path& path, Visit visit)
{
    std::error_code error;
    if (!fs::is_directory(fs::symlink_status(path, error))) {
        if (fs::exists(fs::symlink_status(path, error)))
            visit(path);
        return;
    }
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error))
        if (!fs::is_directory(at->symlink_status(error)))
            visit(at->path());
}

} // namespace

bool Eraser::erase(const fs::path& path)
{
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    std::error_code ignored;
    each_file(path, [&](const fs::path& file) {
        ++files;
        if (fs::is_regular_file(fs::symlink_status(file, ignored)))
            bytes += fs::file_size(file, ignored);
    });
    std::error_code error;
    fs::remove_all(path, error);
    if (error) {
        failures_.push_back(fmt::format("{} ({})", shown(path), error.message()));
        return false;
    }
    files_ += files;
    bytes_ += bytes;
    files::sync_folder_of(path);
    return true;
}

std::size_t files_under(const fs::path& path)
{
    std::size_t files = 0;
    each_file(path, [&files](const fs::path&) { ++files; });
    return files;
}

std::vector<fs::path> in_folder(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        entries.push_back(at->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace crura::app
