#include "access/folder_lock.hpp"

#include "files/names.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

namespace fs = std::filesystem;

namespace crura::access {

Result<FolderLock> FolderLock::take(const fs::path& folder, std::chrono::milliseconds patience)
{
    using Clock = std::chrono::steady_clock;

    if (auto made = files::make_private(folder); !made)
        return made.error();
    const auto file = folder / "access.lock";
    FolderLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock.fd_ < 0)
        return files::cannot_write(file, errno);
    const auto until = Clock::now() + patience;
    while (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return files::cannot_write(file, errno);
        if (Clock::now() >= until)
            return Error{"Another Crura is at work in " + folder.string()
                         + " and does not come to an end; try again in a moment."};
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock()
{
    if (fd_ >= 0)
        ::close(fd_);
}

} // namespace crura::access
