#include "exchange/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
<<<<<<< HEAD
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
=======
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
>>>>>>> exports
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

<<<<<<< HEAD
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

Result<NewFile> NewFile::create(const fs::path& path)
{
    if (is_taken(path))
        return taken(path);
    auto part = (folder_of(path) / ".crura-XXXXXX").string();
    const int fd = ::mkstemp(part.data()); // mode 0600
    if (fd < 0)
        return failure(path, {errno, std::generic_category()});
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return NewFile(path, part, fd);
}

NewFile::NewFile(fs::path path, fs::path part, int fd)
    : path_(std::move(path)), part_(std::move(part)), fd_(fd)
{
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)), part_(std::move(other.part_)),
      fd_(std::exchange(other.fd_, -1))
{
}

NewFile::~NewFile()
{
    if (fd_ < 0)
        return;
    ::close(fd_);
    ::unlink(part_.c_str());
}

Error NewFile::failed(int error) const
{
    return failure(path_, {error, std::generic_category()});
}

Result<void> NewFile::write(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed(errno);
        bytes = bytes.subspan(std::size_t(written));
=======
} // namespace

Result<NewFile> NewFile::create(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return exists_already(path);
    if (fd < 0)
        return Error{"Cannot create " + path.string() + " (" + reason(errno)
                     + "); choose another place."};
    sync_folder_of(path);
    return NewFile(path, fd);
}

Result<NewFile> NewFile::create_beside(const fs::path& path)
{
    const fs::path beside = path.string() + ".part";
    std::error_code ignored;
    fs::remove(beside, ignored);
    return create(beside);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1))
{
}

NewFile& NewFile::operator=(NewFile&& other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(fd_, other.fd_);
    return *this;
}

NewFile::~NewFile()
{
    if (fd_ >= 0)
        ::close(fd_);
}

Error NewFile::error(const char* what) const
{
    return {what + path_.string() + " (" + reason(errno) + ')'};
}

Result<void> NewFile::write(std::string_view bytes, std::uint64_t at)
{
    while (!bytes.empty()) {
        const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), off_t(at));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error("Cannot write ");
        bytes.remove_prefix(std::size_t(written));
        at += std::uint64_t(written);
>>>>>>> exports
    }
    return {};
}

<<<<<<< HEAD
Result<void> NewFile::finish()
{
    if (::fsync(fd_) != 0)
        return failed(errno);
    if (auto named = rename_beside(part_, path_); !named)
        return named;
    ::close(std::exchange(fd_, -1));
    return {};
}

=======
Result<std::string> NewFile::read(std::size_t bytes, std::uint64_t at) const
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

Result<void> NewFile::sync()
{
    if (::fdatasync(fd_) != 0)
        return error("Cannot write ");
    return {};
}

void NewFile::cut(std::uint64_t size) noexcept
{
    // Should this fail too, then what is written next overwrites the tail.
    [[maybe_unused]] const int failed = ::ftruncate(fd_, off_t(size));
}

Result<void> NewFile::replace(const fs::path& path)
{
    if (::rename(path_.c_str(), path.c_str()) != 0)
        return error("Cannot rename ");
    path_ = path;
    sync_folder_of(path);
    return {};
}

Result<void> NewFile::rename_new(const fs::path& path)
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

void NewFile::remove() noexcept
{
    ::unlink(path_.c_str());
}

>>>>>>> exports
} // namespace crura::exchange
