#include "app/disk.hpp"

#include "app/mounts_linux.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/fscrypt.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

constexpr int kDeepest = 16; // layers of devices, files on devices, ...

std::string first_line(const fs::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

int rank(Shelter shelter)
{
    constexpr std::array kFromBest = {Shelter::encrypted, Shelter::memory, Shelter::elsewhere,
                                      Shelter::unknown, Shelter::plain};
    return int(std::find(kFromBest.begin(), kFromBest.end(), shelter) - kFromBest.begin());
}

DiskState worse(DiskState a, DiskState b)
{
    return rank(a.shelter) >= rank(b.shelter) ? a : b;
}

// dm-verity and dm-integrity bear the same beginning and keep nothing secret.
bool is_crypt(const std::string& uuid)
{
    return uuid.starts_with("CRYPT-") && !uuid.starts_with("CRYPT-VERITY")
        && !uuid.starts_with("CRYPT-INTEGRITY");
}

std::vector<fs::path> entries_of(const fs::path& folder)
{
    std::error_code ignored;
    std::vector<fs::path> entries;
    for (fs::directory_iterator at(folder, ignored), end; at != end; at.increment(ignored))
        entries.push_back(at->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

fs::path nearest_there(fs::path path)
{
    std::error_code ignored;
    while (!fs::exists(path, ignored) && path.has_relative_path())
        path = path.parent_path();
    return path;
}

class Look {
public:
    explicit Look(const Machine& machine) : machine_(machine), root_(machine.root) {}

    DiskState at(const fs::path& path, int depth = 0) const
    {
        std::error_code ignored;
        const auto whole = fs::weakly_canonical(path, ignored); // its end need not be there
        const auto mount = mount_of(whole, root_);
        if (const auto known = by_type(mount))
            return *known;
        if (has_policy(nearest_there(whole)))
            return {Shelter::encrypted, "its folder (fscrypt)"};
        auto found = device(mount, depth);
        if (found.shelter == Shelter::plain)
            found.how = mount.type + " on " + found.how;
        return found;
    }

    // A block device by its name: "dm-0".
    DiskState named(const std::string& name, int depth = 0) const
    {
        std::error_code error;
        const auto folder = fs::canonical(root_ / "sys/class/block" / name, error);
        if (error)
            return {Shelter::unknown, name};
        return block(folder, depth);
    }

    // "/dev/mapper/swap" and "/dev/dm-1" are one device.
    DiskState source(const std::string& source, int depth) const
    {
        std::error_code error;
        const auto real = fs::canonical(root_ / fs::path(source).relative_path(), error);
        const auto name = (error ? fs::path(source) : real).filename().string();
        return worst_of_pool(name, depth);
    }

private:
    // What the type of the file system says already.
    static std::optional<DiskState> by_type(const Mount& mount)
    {
        const auto is_one_of = [&mount](std::initializer_list<std::string_view> types) {
            return std::find(types.begin(), types.end(), mount.type) != types.end();
        };
        if (mount.type.empty())
            return DiskState{Shelter::unknown, "nothing is known of it"};
        if (is_one_of({"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"}))
            return DiskState{Shelter::encrypted, mount.type};
        if (is_one_of({"tmpfs", "ramfs"}))
            return DiskState{Shelter::memory, mount.type};
        if (is_one_of({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "fuse.sshfs",
                       "ceph", "glusterfs", "fuse.rclone", "afs"}))
            return DiskState{Shelter::elsewhere, mount.type};
        if (mount.type == "zfs")
            return DiskState{Shelter::unknown, "ZFS; ask zfs get encryption " + mount.source};
        if (mount.type == "overlay" || mount.type.starts_with("fuse"))
            return DiskState{Shelter::unknown, mount.type};
        return std::nullopt;
    }

    bool has_policy(const fs::path& path) const
    {
        if (machine_.has_fscrypt_policy)
            return machine_.has_fscrypt_policy(path);
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        fscrypt_get_policy_ex_arg policy{};
        policy.policy_size = sizeof policy.policy;
        const bool has = fd >= 0 && ::ioctl(fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &policy) == 0;
        if (fd >= 0)
            ::close(fd);
        return has;
    }

    DiskState device(const Mount& mount, int depth) const
    {
        std::error_code error;
        const auto folder = fs::canonical(root_ / "sys/dev/block" / mount.device, error);
        return error ? source(mount.source, depth) : block(folder, depth);
    }

    // Btrfs may lie on several devices, of which the mount names one.
    DiskState worst_of_pool(const std::string& name, int depth) const
    {
        std::error_code ignored;
        for (const auto& pool : entries_of(root_ / "sys/fs/btrfs"))
            if (fs::exists(pool / "devices" / name, ignored)) {
                DiskState worst{Shelter::encrypted, ""};
                for (const auto& each : entries_of(pool / "devices"))
                    worst = worse(named(each.filename().string(), depth), worst);
                return worst;
            }
        return named(name, depth);
    }

    DiskState block(const fs::path& folder, int depth) const
    {
        const auto name = folder.filename().string();
        if (depth > kDeepest)
            return {Shelter::unknown, name};
        const auto uuid = first_line(folder / "dm/uuid");
        if (is_crypt(uuid))
            return {Shelter::encrypted, uuid.substr(6, uuid.find('-', 6) - 6) + " (dm-crypt)"};
        if (first_line(folder / "dm/name").starts_with("veracrypt"))
            return {Shelter::encrypted, "VeraCrypt"};
        if (const auto parts = entries_of(folder / "slaves"); !parts.empty()) {
            DiskState worst{Shelter::encrypted, ""};
            for (const auto& part : parts)
                worst = worse(named(part.filename().string(), depth + 1), worst);
            return worst;
        }
        std::error_code ignored;
        if (fs::exists(folder / "partition", ignored))
            return block_of_partition(folder, depth);
        if (const auto file = first_line(folder / "loop/backing_file"); !file.empty())
            return at(file, depth + 1);
        if (name.starts_with("zram") || name.starts_with("ram"))
            return {Shelter::memory, name};
        if (name.starts_with("nbd") || name.starts_with("rbd"))
            return {Shelter::elsewhere, name};
        return {Shelter::plain, name};
    }

    DiskState block_of_partition(const fs::path& folder, int depth) const
    {
        auto disk = block(folder.parent_path(), depth + 1);
        if (disk.shelter == Shelter::plain)
            disk.how = folder.filename().string();
        return disk;
    }

    const Machine& machine_;
    fs::path root_;
};

double sync_once(int fd)
{
    const std::array<char, 4096> bytes{};
    const auto before = std::chrono::steady_clock::now();
    if (::pwrite(fd, bytes.data(), bytes.size(), 0) != ssize_t(bytes.size())
        || ::fdatasync(fd) != 0)
        return -1;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

Error cannot_write(const fs::path& folder, int error)
{
    return Error{fmt::format("Nothing can be written into {} ({}).", folder.string(),
                             std::generic_category().message(error))};
}

} // namespace

DiskState disk_under(const fs::path& path, const Machine& machine)
{
    return Look(machine).at(path);
}

// /proc/swaps (proc(5)): a line for each, after the headings.
std::optional<DiskState> swap_state(const Machine& machine)
{
    const Look look(machine);
    std::optional<DiskState> worst;
    std::ifstream in(machine.root / "proc/swaps");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::string name, type;
        std::istringstream(line) >> name >> type;
        name = unescaped(name);
        const auto each = type == "file" ? look.at(name) : look.source(name, 0);
        worst = worst ? worse(each, *worst) : each;
    }
    return worst;
}

Result<std::uint64_t> free_bytes(const fs::path& folder)
{
    std::error_code error;
    const auto space = fs::space(folder, error);
    if (error)
        return Error{fmt::format("How much room there is in {} cannot be told ({}).",
                                 folder.string(), error.message())};
    return std::uint64_t(space.available);
}

Result<double> sync_time_s(const fs::path& folder)
{
    auto name = (folder / ".crura-XXXXXX").string();
    const int fd = ::mkstemp(name.data());
    if (fd < 0)
        return cannot_write(folder, errno);
    double longest_s = 0;
    for (int i = 0; i < 5 && longest_s >= 0; ++i) {
        const double took_s = sync_once(fd);
        longest_s = took_s < 0 ? took_s : std::max(longest_s, took_s);
    }
    const int error = errno;
    ::close(fd);
    ::unlink(name.c_str());
    if (longest_s < 0)
        return cannot_write(folder, error);
    return longest_s;
}

bool may_use(const fs::path& device)
{
    return ::access(device.c_str(), R_OK | W_OK) == 0;
}

} // namespace crura::app
