#include "exchange/new_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

namespace crura::exchange {

namespace {

namespace fs = std::filesystem;

Error exists_already(const fs::path& target)
{
    return {target.string() + " exists already and was left as it is; choose another name."};
}

Error unwritable(const fs::path& target)
{
    return {target.string() + " cannot be written; is there room, and may you write there?"};
}

bool is_there(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

bool sync(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    return synced;
}

bool settle(const fs::path& folder)
{
    std::error_code failed;
    for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
        fs::permissions(entry.path(),
                        entry.is_directory() ? fs::perms::owner_all
                                             : fs::perms::owner_read | fs::perms::owner_write,
                        failed);
        if (failed || !sync(entry.path()))
            return false;
    }
    return !failed && sync(folder);
}

} // namespace

Result<NewFolder> NewFolder::create(const fs::path& target)
{
    const auto named = target.has_filename() ? target : target.parent_path(); // "out/"
    if (is_there(named))
        return exists_already(named);
    auto part = named.string() + ".part-XXXXXX";
    if (!::mkdtemp(part.data()))
        return Error{"The folder " + named.string() + " cannot be made ("
                     + std::generic_category().message(errno) + "); choose another place."};
    return NewFolder(named, part);
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : target_(std::move(other.target_)), part_(std::exchange(other.part_, {}))
{
}

NewFolder::~NewFolder()
{
    std::error_code ignored;
    if (!part_.empty())
        fs::remove_all(part_, ignored);
}

fs::path NewFolder::place(const std::string& name) const
{
    std::error_code ignored; // whoever writes there says so
    fs::create_directories((part_ / name).parent_path(), ignored);
    return part_ / name;
}

Result<void> NewFolder::write(const std::string& name, std::string_view bytes) const
{
    std::ofstream file(place(name), std::ios::binary);
    file.write(bytes.data(), std::streamsize(bytes.size()));
    file.close();
    if (!file)
        return unwritable(target_ / name);
    return {};
}

Result<void> NewFolder::finish()
{
    if (!settle(part_))
        return unwritable(target_);
    if (is_there(target_))
        return exists_already(target_);
    std::error_code failed;
    fs::rename(part_, target_, failed);
    if (failed)
        return unwritable(target_);
    part_.clear();
    sync(target_.has_parent_path() ? target_.parent_path() : ".");
    return {};
}

} // namespace crura::exchange
