#include "access/kept_file.hpp"

#include "files/names.hpp"
#include "files/whole_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace fs = std::filesystem;

namespace crura::access {
namespace {

constexpr off_t kMostBytes = 1 << 20; // a hundred times what the fullest of ours has

bool same_file(const struct stat& a, const struct stat& b)
{
    const auto same_time = [](const timespec& x, const timespec& y) {
        return x.tv_sec == y.tv_sec && x.tv_nsec == y.tv_nsec;
    };
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size
        && a.st_mode == b.st_mode && a.st_uid == b.st_uid && same_time(a.st_mtim, b.st_mtim)
        && same_time(a.st_ctim, b.st_ctim);
}

Error cannot_read(const fs::path& path, int error)
{
    return {path.string() + " cannot be read (" + files::reason(error)
            + "); see to the rights there."};
}

} // namespace

KeptFile::~KeptFile()
{
    close();
}

void KeptFile::close()
{
    if (fd_ >= 0)
        ::close(std::exchange(fd_, -1));
    was_read_ = false;
}

bool KeptFile::is_as_read() const
{
    struct stat now = {};
    const bool is_there = ::stat(path_.c_str(), &now) == 0;
    return was_read_ && is_there == (fd_ >= 0) && (!is_there || same_file(now, about_));
}

Result<std::string> KeptFile::read()
{
    close();
    fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd_ < 0 && errno != ENOENT)
        return cannot_read(path_, errno);
    if (fd_ < 0) {
        was_read_ = true;
        return std::string();
    }
    auto text = read_open();
    was_read_ = text.has_value();
    return text;
}

Result<std::string> KeptFile::read_open()
{
    if (::fstat(fd_, &about_) != 0)
        return cannot_read(path_, errno);
    if (!S_ISREG(about_.st_mode) || about_.st_size > kMostBytes)
        return Error{path_.string() + " is none of Crura's files; take it away."};
    if (about_.st_uid != ::geteuid() || (about_.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return Error{path_.string()
                     + " may be written by others, so it is not trusted; make it "
                       "yours alone (chmod 600), or take it away and pair every device again."};
    std::string text(std::size_t(about_.st_size), '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::pread(fd_, text.data() + size, text.size() - size, off_t(size));
        if (got < 0 && errno != EINTR)
            return cannot_read(path_, errno);
        if (got == 0)
            break;
        size += got > 0 ? std::size_t(got) : 0;
    }
    text.resize(size);
    return text;
}

Result<void> write_kept(const fs::path& path, const std::string& text)
{
    return files::write_whole({{path, text}}, files::IfTaken::replace);
}

} // namespace crura::access
