#include "app/file_modes.hpp"

#include <fmt/format.h>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;

bool is_open(const fs::path& path)
{
    std::error_code error;
    const auto status = fs::symlink_status(path, error);
    return !error && fs::exists(status) && !fs::is_symlink(status)
        && (status.permissions() & kOthers) != fs::perms::none;
}

} // namespace

std::vector<fs::path> open_to_others(const fs::path& folder)
{
    std::vector<fs::path> open;
    if (is_open(folder))
        open.push_back(folder);
    std::error_code error;
    constexpr auto kSkip = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(folder, kSkip, error), end; !error && at != end;
         at.increment(error))
        if (is_open(at->path()))
            open.push_back(at->path());
    return open;
}

Result<void> close_to_others(const fs::path& path)
{
    std::error_code error;
    fs::permissions(path, kOthers, fs::perm_options::remove | fs::perm_options::nofollow, error);
    if (error)
        return Error{fmt::format("The rights of {} cannot be changed ({}); does it belong to "
                                 "somebody else?",
                                 path.string(), error.message())};
    return {};
}

} // namespace crura::app
