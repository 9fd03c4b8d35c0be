#include "files/whole_file.hpp"

#include "files/names.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace fs = std::filesystem;

namespace crura::files {

Result<WholeFile> WholeFile::create(const fs::path& path, IfTaken if_taken)
{
    if (if_taken == IfTaken::refuse && is_taken(path))
        return taken(path);
    const auto part = part_of(path);
    ::unlink(part.c_str());
    const int fd = ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return cannot_write(path, errno);
    return WholeFile(path, fd, if_taken);
}

WholeFile::WholeFile(fs::path path, int fd, IfTaken if_taken)
    : path_(std::move(path)), fd_(fd), if_taken_(if_taken)
{
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), if_taken_(other.if_taken_)
{
}

WholeFile::~WholeFile()
{
    if (fd_ < 0)
        return;
    if (is_there())
        ::unlink(part().c_str());
    ::close(fd_);
}

fs::path WholeFile::part() const
{
    return part_of(path_);
}

// Not when another program has put its own in the place of ours.
bool WholeFile::is_there() const
{
    struct stat about = {};
    return ::fstat(fd_, &about) == 0 && about.st_nlink > 0;
}

Result<void> WholeFile::write(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cannot_write(path_, errno);
        bytes = bytes.subspan(std::size_t(written));
    }
    return {};
}

Result<void> WholeFile::finish()
{
    if (::fsync(fd_) != 0)
        return cannot_write(path_, errno);
    if (!is_there())
        return Error{path_.string() + " is being written by another program too; only one can."};
    const auto rename = if_taken_ == IfTaken::refuse ? rename_new : rename_over;
    if (auto named = rename(part(), path_); !named)
        return named;
    ::close(std::exchange(fd_, -1));
    return {};
}

} // namespace crura::files
