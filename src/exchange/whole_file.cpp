#include "exchange/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace crura::exchange {
namespace {

Error taken(const fs::path& path)
{
    return Error{path.string() + " exists already and was left as it was; choose another name."};
}

Error failure(const fs::path& path, const std::error_code& why)
{
    return Error{"Cannot write " + path.string() + " (" + why.message()
                 + "); is there room, and may you write there?"};
}

bool is_taken(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

fs::path folder_of(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : ".";
}

void sync_folder(const fs::path& folder)
{
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

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

Result<void> rename_beside(const fs::path& from, const fs::path& to)
{
    if (is_taken(to))
        return taken(to);
    const auto error = give_name(from, to);
    if (error == std::errc::file_exists)
        return taken(to);
    if (error)
        return failure(to, error);
    sync_folder(folder_of(to));
    return {};
}

Result<WholeFile> WholeFile::create(const fs::path& path)
{
    if (is_taken(path))
        return taken(path);
    auto part = (folder_of(path) / ".crura-XXXXXX").string();
    const int fd = ::mkstemp(part.data()); // mode 0600
    if (fd < 0)
        return failure(path, {errno, std::generic_category()});
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return WholeFile(path, part, fd);
}

WholeFile::WholeFile(fs::path path, fs::path part, int fd)
    : path_(std::move(path)), part_(std::move(part)), fd_(fd)
{
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : path_(std::move(other.path_)), part_(std::move(other.part_)),
      fd_(std::exchange(other.fd_, -1))
{
}

WholeFile::~WholeFile()
{
    if (fd_ < 0)
        return;
    ::close(fd_);
    ::unlink(part_.c_str());
}

Error WholeFile::failed(int error) const
{
    return failure(path_, {error, std::generic_category()});
}

Result<void> WholeFile::write(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed(errno);
        bytes = bytes.subspan(std::size_t(written));
    }
    return {};
}

Result<void> WholeFile::finish()
{
    if (::fsync(fd_) != 0)
        return failed(errno);
    if (auto named = rename_beside(part_, path_); !named)
        return named;
    ::close(std::exchange(fd_, -1));
    return {};
}

} // namespace crura::exchange
