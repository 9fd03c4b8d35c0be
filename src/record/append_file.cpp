#include "record/append_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace crura::record {

namespace {

std::string reason(int error)
{
    return std::generic_category().message(error);
}

// A new file outlives a power cut only when its folder has reached the disk too.
void sync_folder_of(const std::filesystem::path& path)
{
    const auto folder = path.has_parent_path() ? path.parent_path() : ".";
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

Result<AppendFile> AppendFile::create(const std::filesystem::path& path)
{
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return Error{path.string() + " exists already and was left as it is; choose another name."};
    if (fd < 0)
        return Error{"Cannot create the recording " + path.string() + " (" + reason(errno)
                     + "); choose another place."};
    sync_folder_of(path);
    return AppendFile(path, fd);
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_)
{
}

AppendFile::~AppendFile()
{
    if (fd_ >= 0)
        ::close(fd_);
}

Result<void> AppendFile::append(ByteView bytes)
{
    if (write_at_end(bytes) && ::fdatasync(fd_) == 0) {
        size_ += bytes.size();
        return {};
    }
    const auto why = reason(errno);
    // Should this fail too, then a reader finds a cut tail, and the next append overwrites it.
    [[maybe_unused]] const int truncated = ::ftruncate(fd_, off_t(size_));
    return Error{"Cannot write " + path_.string() + " (" + why + ")"};
}

bool AppendFile::write_at_end(ByteView bytes)
{
    auto at = off_t(size_);
    while (!bytes.empty()) {
        const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.subspan(std::size_t(written));
        at += written;
    }
    return true;
}

} // namespace crura::record
