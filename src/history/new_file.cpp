#include "history/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace crura::history {
namespace {

bool sync(const std::filesystem::path& path, int kind)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | kind);
    if (fd < 0)
        return false;
    const bool done = ::fsync(fd) == 0;
    ::close(fd);
    return done;
}

} // namespace

NewFile::NewFile(const std::filesystem::path& file) : file_(file), part_(file)
{
    part_ += ".part";
}

NewFile::NewFile(NewFile&& other) noexcept
    : file_(std::move(other.file_)), part_(std::exchange(other.part_, {}))
{
}

NewFile::~NewFile()
{
    std::error_code ignored;
    if (!part_.empty())
        std::filesystem::remove(part_, ignored);
}

Result<NewFile> NewFile::create(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return Error{fmt::format("{} exists already and was left as it is; choose another name.",
                                 file.string())};
    NewFile made(file);
    const int fd = ::open(made.part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        ::close(fd);
        return made;
    }
    const int why = errno;
    const auto part = std::exchange(made.part_, {}).string(); // somebody else's, or not there
    if (why == EEXIST)
        return Error{fmt::format("{} is there already, from another attempt that did not end; "
                                 "delete it, or choose another name.",
                                 part)};
    return Error{fmt::format("{} cannot be made ({}); choose another place.", file.string(),
                             std::strerror(why))};
}

Result<void> NewFile::keep()
{
    const auto folder = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
    if (!sync(part_, 0))
        return Error{fmt::format("{} cannot be written ({}); choose another place.", file_.string(),
                                 std::strerror(errno))};
    // Not every file system (of a USB stick) knows how to rename without replacing.
    if (::renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) != 0) {
        const bool there = errno == EEXIST || ::access(file_.c_str(), F_OK) == 0;
        if (there || ::rename(part_.c_str(), file_.c_str()) != 0)
            return Error{fmt::format("{} cannot be given its name ({}); choose another one.",
                                     file_.string(), std::strerror(there ? EEXIST : errno))};
    }
    sync(folder, O_DIRECTORY);
    part_.clear();
    return {};
}

} // namespace crura::history
