#include "exchange/writable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace crura::exchange {

namespace {

namespace fs = std::filesystem;

std::string reason(int error)
{
    return std::generic_category().message(error);
}

Error exists_already(const fs::path& path)
{
    return {path.string() + " exists already and was left as it is; choose another name."};
}

// A new name outlives a power cut only when its folder has reached the disk too.
void sync_folder_of(const fs::path& path)
{
    const auto folder = path.has_parent_path() ? path.parent_path() : ".";
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

Result<WritableFile> WritableFile::create(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return exists_already(path);
    if (fd < 0)
        return Error{"Cannot create " + path.string() + " (" + reason(errno)
                     + "); choose another place."};
    sync_folder_of(path);
    return WritableFile(path, fd);
}

Result<WritableFile> WritableFile::create_beside(const fs::path& path)
{
    const fs::path beside = path.string() + ".part";
    std::error_code ignored;
    fs::remove(beside, ignored);
    return create(beside);
}

WritableFile::WritableFile(WritableFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1))
{
}

WritableFile& WritableFile::operator=(WritableFile&& other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(fd_, other.fd_);
    return *this;
}

WritableFile::~WritableFile()
{
    if (fd_ >= 0)
        ::close(fd_);
}

Error WritableFile::error(const char* what) const
{
    return {what + path_.string() + " (" + reason(errno) + ')'};
}

Result<void> WritableFile::write(std::string_view bytes, std::uint64_t at)
{
    while (!bytes.empty()) {
        const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), off_t(at));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error("Cannot write ");
        bytes.remove_prefix(std::size_t(written));
        at += std::uint64_t(written);
    }
    return {};
}

Result<std::string> WritableFile::read(std::size_t bytes, std::uint64_t at) const
{
    std::string all(bytes, '\0');
    for (std::size_t had = 0; had < bytes;) {
        const auto got = ::pread(fd_, all.data() + had, bytes - had, off_t(at + had));
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            return error("Cannot read ");
        had += std::size_t(got);
    }
    return all;
}

Result<void> WritableFile::sync()
{
    if (::fdatasync(fd_) != 0)
        return error("Cannot write ");
    return {};
}

void WritableFile::cut(std::uint64_t size) noexcept
{
    // Should this fail too, then what is written next overwrites the tail.
    [[maybe_unused]] const int failed = ::ftruncate(fd_, off_t(size));
}

Result<void> WritableFile::replace(const fs::path& path)
{
    if (::rename(path_.c_str(), path.c_str()) != 0)
        return error("Cannot rename ");
    path_ = path;
    sync_folder_of(path);
    return {};
}

Result<void> WritableFile::rename_new(const fs::path& path)
{
    if (::link(path_.c_str(), path.c_str()) == 0) {
        ::unlink(path_.c_str());
        path_ = path;
        sync_folder_of(path);
        return {};
    }
    std::error_code ignored; // a disk without links, such as a USB stick
    if (errno == EEXIST || fs::exists(path, ignored))
        return exists_already(path);
    return replace(path);
}

void WritableFile::remove() noexcept
{
    ::unlink(path_.c_str());
}

} // namespace crura::exchange
