#include "record/append_file.hpp"

#include "files/names.hpp"
#include "record/file_claim.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace crura::record {

namespace {

// Negative, with errno, when it cannot be.
int create_claimed(const std::filesystem::path& path)
{
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        claim_open_file(fd);
        files::sync_folder_of(path);
    }
    return fd;
}

constexpr const char* kOtherwise = "choose another place for it, or keep no recording.";

Error cannot_create(const std::filesystem::path& path, int error)
{
    if (error == EEXIST && is_being_recorded(path))
        return {path.string() + " is being recorded by another session; choose another name."};
    if (error == EEXIST)
        return files::taken(path);
    return {"Cannot create the recording " + path.string() + " (" + files::reason(error) + "); "
            + kOtherwise};
}

std::filesystem::path numbered(const std::filesystem::path& path, int number)
{
    return path.parent_path()
        / (path.stem().string() + '-' + std::to_string(number) + path.extension().string());
}

} // namespace

Result<AppendFile> AppendFile::create(const std::filesystem::path& path)
{
    const int fd = create_claimed(path);
    if (fd < 0)
        return cannot_create(path, errno);
    return AppendFile(path, fd);
}

Result<AppendFile> AppendFile::create_free(const std::filesystem::path& path)
{
    std::error_code failed;
    if (std::filesystem::create_directories(path.parent_path(), failed))
        std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, failed);
    if (failed)
        return Error{"Cannot make the folder " + path.parent_path().string() + " for recordings ("
                     + failed.message() + "); " + kOtherwise};
    auto each = path;
    int fd = create_claimed(each);
    for (int number = 2; fd < 0 && errno == EEXIST; ++number) {
        each = numbered(path, number);
        fd = create_claimed(each);
    }
    if (fd < 0)
        return cannot_create(each, errno);
    return AppendFile(each, fd);
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
    problem_ = errno;
    // Should this fail too, then a reader finds a cut tail, and the next append overwrites it.
    [[maybe_unused]] const int truncated = ::ftruncate(fd_, off_t(size_));
    return Error{"Cannot write " + path_.string() + " (" + files::reason(problem_) + ")"};
}

const char* AppendFile::remedy() const
{
    switch (problem_) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "make room";
    case EROFS:
        return "make its disk writable again";
    default:
        return "see whether its disk is plugged in and in order";
    }
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
