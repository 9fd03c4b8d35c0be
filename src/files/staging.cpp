#include "files/staging.hpp"

#include "files/names.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace crura::files {
namespace {

fs::path without_slash(const fs::path& folder)
{
    return folder.has_filename() ? folder : folder.parent_path();
}

// Zero, or an errno.
int sync(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const int error = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    return error;
}

int settle(const fs::path& folder)
{
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        const auto mode = at->is_directory() ? fs::perms::owner_all
                                             : fs::perms::owner_read | fs::perms::owner_write;
        fs::permissions(at->path(), mode, error);
        if (!error)
            error.assign(sync(at->path()), std::generic_category());
    }
    return error ? error.value() : sync(folder);
}

} // namespace

Result<Staging> Staging::in(const fs::path& folder)
{
    auto path = (folder / ".crura-XXXXXX").string();
    if (!::mkdtemp(path.data())) // mode 0700
        return Error{"Nothing can be written into " + folder.string()
                     + "; choose another folder, or see to its rights and its room."};
    return Staging(path);
}

Result<Staging> Staging::beside(const fs::path& target)
{
    const auto named = without_slash(target);
    if (is_taken(named))
        return taken(named);
    auto path = part_of(named).string() + "-XXXXXX";
    if (!::mkdtemp(path.data()))
        return Error{"The folder " + named.string() + " cannot be made (" + reason(errno)
                     + "); choose another place."};
    return Staging(path);
}

Staging::Staging(fs::path path) : path_(std::move(path)) {}

Staging::Staging(Staging&& other) noexcept : path_(std::exchange(other.path_, fs::path())) {}

Staging::~Staging()
{
    std::error_code ignored;
    if (!path_.empty())
        fs::remove_all(path_, ignored);
}

fs::path Staging::place(const std::string& name) const
{
    std::error_code ignored; // whoever writes there says so
    fs::create_directories((path_ / name).parent_path(), ignored);
    return path_ / name;
}

Result<void> Staging::write(const std::string& name, std::string_view bytes) const
{
    std::ofstream file(place(name), std::ios::binary);
    file.write(bytes.data(), std::streamsize(bytes.size()));
    file.close();
    if (!file)
        return cannot_write(path_ / name, errno);
    return {};
}

Result<void> Staging::publish(const std::set<std::string>& names, const fs::path& folder) const
{
    if (const int error = settle(path_); error != 0)
        return cannot_write(folder, error);
    std::vector<std::string> moved;
    for (const auto& name : names) {
        if (auto renamed = rename_new(path_ / name, folder / name); !renamed) {
            std::error_code ignored;
            for (const auto& back : moved)
                fs::rename(folder / back, path_ / back, ignored);
            return renamed;
        }
        moved.push_back(name);
    }
    return {};
}

Result<void> Staging::publish_as(const fs::path& target)
{
    const auto named = without_slash(target);
    if (const int error = settle(path_); error != 0)
        return cannot_write(named, error);
    if (auto renamed = rename_new(path_, named); !renamed)
        return renamed;
    path_.clear();
    return {};
}

} // namespace crura::files
