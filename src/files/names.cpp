#include "files/names.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

namespace fs = std::filesystem;

namespace crura::files {
namespace {

// A hard link refuses a name that is taken in the very moment; not every file system has them.
std::error_code give_name(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    if (!fs::is_directory(from, error)) {
        fs::create_hard_link(from, to, error);
        if (!error)
            fs::remove(from, error);
        if (!error || error == std::errc::file_exists)
            return error;
    }
    fs::rename(from, to, error);
    return error;
}

} // namespace

bool is_taken(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

fs::path part_of(const fs::path& path)
{
    return path.string() + ".part";
}

Result<void> rename_new(const fs::path& from, const fs::path& to)
{
    if (is_taken(to))
        return taken(to);
    const auto error = give_name(from, to);
    if (error == std::errc::file_exists)
        return taken(to);
    if (error)
        return cannot_write(to, error.value());
    sync_folder_of(to);
    return {};
}

Result<void> rename_over(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error)
        return cannot_write(to, error.value());
    sync_folder_of(to);
    return {};
}

void sync_folder(const fs::path& folder)
{
    const int fd =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

void sync_folder_of(const fs::path& file)
{
    sync_folder(file.parent_path());
}

Result<void> make_private(const fs::path& folder)
{
    std::error_code error;
    if (fs::is_directory(folder, error))
        return {};
    if (folder.has_parent_path())
        if (auto made = make_private(folder.parent_path()); !made)
            return made;
    fs::create_directory(folder, error);
    if (!error)
        fs::permissions(folder, fs::perms::owner_all, error);
    if (error)
        return Error{"The folder " + folder.string() + " cannot be made (" + error.message()
                     + "); choose another place."};
    return {};
}

std::string reason(int error)
{
    return std::generic_category().message(error);
}

Error taken(const fs::path& path)
{
    return {path.string() + " exists already and was left as it is; choose another name."};
}

Error cannot_write(const fs::path& path, int error)
{
    return {path.string() + " cannot be written (" + reason(error)
            + "); is there room, and may you write there?"};
}

} // namespace crura::files
