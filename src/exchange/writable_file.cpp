#include "exchange/writable_file.hpp"

#include "files/names.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace crura::exchange {

namespace fs = std::filesystem;

Result<WritableFile> WritableFile::create(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return files::taken(path);
    if (fd < 0)
        return Error{"Cannot create " + path.string() + " (" + files::reason(errno)
                     + "); choose another place."};
    files::sync_folder_of(path);
    return WritableFile(path, fd);
}

Result<WritableFile> WritableFile::create_beside(const fs::path& path)
{
    const auto beside = files::part_of(path);
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
    return {what + path_.string() + " (" + files::reason(errno) + ')'};
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
    files::sync_folder_of(path);
    return {};
}

Result<void> WritableFile::rename_new(const fs::path& path)
{
    if (auto renamed = files::rename_new(path_, path); !renamed)
        return renamed;
    path_ = path;
    return {};
}

void WritableFile::remove() noexcept
{
    ::unlink(path_.c_str());
}

} // namespace crura::exchange
