#include "app/disk.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

using namespace crura;
using app::DiskState;
using app::Machine;
using app::Shelter;
using Catch::Matchers::Contains;

namespace fs = std::filesystem;

namespace {

const fs::path kData = "/home/somebody/.local/share/crura";

// A computer's /sys, /proc and /dev, made up.
class MadeUp {
public:
    MadeUp()
    {
        for (const char* each : {"sys/dev/block", "sys/class/block", "sys/fs/btrfs", "proc/self",
                                 "dev/mapper", "sys/devices"})
            fs::create_directories(root_.path() / each);
        machine_.root = root_.path();
        machine_.has_fscrypt_policy = [](const fs::path&) { return false; };
        write("proc/swaps", "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    }

    // "sda", or "sda/sda2" for its partition.
    void disk(const std::string& path, const std::string& number)
    {
        const auto folder = root_.path() / "sys/devices" / path;
        const auto name = folder.filename();
        fs::create_directories(folder / "slaves");
        fs::create_symlink(folder, root_.path() / "sys/class/block" / name);
        fs::create_symlink(folder, root_.path() / "sys/dev/block" / number);
        if (path.find('/') != std::string::npos)
            write("sys/devices/" + path + "/partition", "2\n");
        test::write_text(root_.path() / "dev" / name, "");
    }
    void mapped(const std::string& name, const std::string& number, const std::string& uuid)
    {
        disk(name, number);
        fs::create_directories(root_.path() / "sys/devices" / name / "dm");
        write("sys/devices/" + name + "/dm/uuid", uuid + "\n");
    }
    void on(const std::string& upper, const std::string& lower)
    {
        fs::create_symlink(fs::canonical(root_.path() / "sys/class/block" / lower),
                           fs::canonical(root_.path() / "sys/class/block" / upper) / "slaves"
                               / lower);
    }
    void mount(const std::string& number, const std::string& point, const std::string& type,
               const std::string& source)
    {
        mounts_ += "25 1 " + number + " / " + point + " rw,noatime shared:1 master:2 - " + type
            + ' ' + source + " rw\n";
        write("proc/self/mountinfo", mounts_);
    }
    void swap(const std::string& name, const std::string& type)
    {
        std::ofstream(root_.path() / "proc/swaps", std::ios::app)
            << name << "\t" << type << "\t8388604\t0\t-2\n";
    }
    void write(const std::string& file, const std::string& text)
    {
        fs::create_directories((root_.path() / file).parent_path());
        test::write_text(root_.path() / file, text);
    }
    fs::path path(const std::string& inside) const { return root_.path() / inside; }
    Machine& machine() { return machine_; }

    DiskState under(const fs::path& path = kData) { return app::disk_under(path, machine_); }

private:
    test::TempFolder root_;
    Machine machine_;
    std::string mounts_;
};

} // namespace

TEST_CASE("A partition of a plain disk is not called encrypted")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.disk("sda/sda2", "8:2");
    computer.mount("8:2", "/", "ext4", "/dev/sda2");
    const auto state = computer.under();
    CHECK(state.shelter == Shelter::plain);
    CHECK(state.how == "ext4 on sda2");
}

TEST_CASE("LUKS is found below a logical volume, and below the deepest layers")
{
    MadeUp computer;
    computer.disk("nvme0n1", "259:0");
    computer.disk("nvme0n1/nvme0n1p3", "259:3");
    computer.mapped("dm-0", "253:0", "CRYPT-LUKS2-0123456789abcdef-nvme0n1p3_crypt");
    computer.mapped("dm-1", "253:1", "LVM-abcdef");
    computer.on("dm-0", "nvme0n1p3");
    computer.on("dm-1", "dm-0");
    computer.mount("259:3", "/", "ext4", "/dev/nvme0n1p3");
    computer.mount("253:1", "/home", "ext4", "/dev/mapper/vg-home");
    const auto state = computer.under();
    CHECK(state.shelter == Shelter::encrypted);
    CHECK(state.how == "LUKS2 (dm-crypt)");
    CHECK(computer.under("/srv").shelter == Shelter::plain); // the root is not
}

TEST_CASE("A logical volume or RAID is as open as the most open of its parts")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.disk("sdb", "8:16");
    computer.mapped("dm-0", "253:0", "CRYPT-LUKS1-00");
    computer.on("dm-0", "sda");
    computer.disk("md0", "9:0");
    computer.disk("md0/md0p1", "9:1");
    computer.on("md0", "dm-0");
    computer.mount("9:1", "/", "xfs", "/dev/md0p1");
    CHECK(computer.under().shelter == Shelter::encrypted);
    computer.on("md0", "sdb");
    CHECK(computer.under().shelter == Shelter::plain);
    CHECK_THAT(computer.under().how, Contains("xfs"));
}

TEST_CASE("Device-mapper targets that only check are not called encrypted")
{
    for (const char* uuid : {"CRYPT-VERITY-00", "CRYPT-INTEGRITY-00", "LVM-CRYPT-", ""}) {
        INFO(uuid);
        MadeUp computer;
        computer.disk("sda", "8:0");
        computer.mapped("dm-0", "253:0", uuid);
        computer.on("dm-0", "sda");
        computer.mount("253:0", "/", "ext4", "/dev/dm-0");
        CHECK(computer.under().shelter == Shelter::plain);
    }
}

TEST_CASE("Btrfs is followed to all of its devices")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.disk("sdb", "8:16");
    computer.mapped("dm-0", "253:0", "CRYPT-LUKS2-00");
    computer.on("dm-0", "sda");
    fs::create_symlink("../dm-0", computer.path("dev/mapper/home"));
    computer.mount("0:45", "/", "btrfs", "/dev/mapper/home");
    CHECK(computer.under().shelter == Shelter::encrypted);
    computer.write("sys/fs/btrfs/1234/devices/dm-0", "");
    CHECK(computer.under().shelter == Shelter::encrypted);
    computer.write("sys/fs/btrfs/1234/devices/sdb", "");
    CHECK(computer.under().shelter == Shelter::plain);
}

TEST_CASE("A file system says of itself what no device can")
{
    const auto [type, shelter] = GENERATE(table<std::string, Shelter>({
        {"ecryptfs", Shelter::encrypted},
        {"fuse.gocryptfs", Shelter::encrypted},
        {"tmpfs", Shelter::memory},
        {"nfs4", Shelter::elsewhere},
        {"cifs", Shelter::elsewhere},
        {"fuse.sshfs", Shelter::elsewhere},
        {"virtiofs", Shelter::elsewhere},
        {"zfs", Shelter::unknown},
        {"overlay", Shelter::unknown},
        {"fuse.something", Shelter::unknown},
        {"ext4", Shelter::plain},
    }));
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.mount("8:0", "/", type, type == "zfs" ? "pool/home" : "/dev/sda");
    INFO(type);
    CHECK(computer.under().shelter == shelter);
    CHECK_THAT(computer.under().how,
               Contains(type == "zfs" ? "zfs get encryption pool/home" : type));
}

TEST_CASE("A folder encrypted by fscrypt is known by its policy, VeraCrypt by its name")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.mount("8:0", "/", "ext4", "/dev/sda");
    computer.machine().has_fscrypt_policy = [](const fs::path&) { return true; };
    CHECK(computer.under().shelter == Shelter::encrypted);
    CHECK_THAT(computer.under().how, Contains("fscrypt"));

    MadeUp other;
    other.disk("sda", "8:0");
    other.mapped("dm-3", "253:3", "");
    other.write("sys/devices/dm-3/dm/name", "veracrypt1\n");
    other.on("dm-3", "sda");
    other.mount("253:3", "/home", "ext4", "/dev/mapper/veracrypt1");
    CHECK(other.under().shelter == Shelter::encrypted);
}

TEST_CASE("A disk image is as open as the disk that it lies on")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.mapped("dm-0", "253:0", "CRYPT-LUKS2-00");
    computer.on("dm-0", "sda");
    computer.disk("loop0", "7:0");
    computer.write("sys/devices/loop0/loop/backing_file", "/vault/home.img\n");
    computer.mount("8:0", "/", "ext4", "/dev/sda");
    computer.mount("7:0", "/home", "ext4", "/dev/loop0");
    CHECK(computer.under().shelter == Shelter::plain);
    computer.mount("253:0", "/vault", "ext4", "/dev/dm-0");
    CHECK(computer.under().shelter == Shelter::encrypted);

    // A loop on itself has an end.
    computer.write("sys/devices/loop0/loop/backing_file", "/home/home.img\n");
    CHECK(computer.under().shelter == Shelter::unknown);
}

TEST_CASE("The innermost mount counts, with blanks in its name, and not one that is only like it")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.mapped("dm-0", "253:0", "CRYPT-LUKS2-00");
    computer.on("dm-0", "sda");
    computer.mount("8:0", "/", "ext4", "/dev/sda");
    computer.mount("253:0", "/home/some\\040body", "ext4", "/dev/dm-0");
    CHECK(computer.under("/home/some body/x").shelter == Shelter::encrypted);
    CHECK(computer.under("/home/some body").shelter == Shelter::encrypted);
    CHECK(computer.under("/home/some bodyelse").shelter == Shelter::plain);
    CHECK(computer.under("/home/some").shelter == Shelter::plain);
}

TEST_CASE("Where nothing can be known, that is said")
{
    MadeUp computer;
    CHECK(computer.under().shelter == Shelter::unknown); // no table of mounts
    computer.mount("8:0", "/", "ext4", "/dev/root");     // and no such device
    CHECK(computer.under().shelter == Shelter::unknown);
    Machine nothing;
    nothing.root = computer.path("nowhere");
    CHECK(app::disk_under(kData, nothing).shelter == Shelter::unknown);
    CHECK_FALSE(app::swap_state(nothing));
}

TEST_CASE("Swap space is as open as the most open of its parts")
{
    MadeUp computer;
    computer.disk("sda", "8:0");
    computer.disk("sda/sda3", "8:3");
    computer.disk("zram0", "252:0");
    computer.mapped("dm-1", "253:1", "CRYPT-PLAIN-swap");
    computer.on("dm-1", "sda3");
    computer.mount("8:0", "/", "ext4", "/dev/sda");
    CHECK_FALSE(app::swap_state(computer.machine()));
    computer.swap("/dev/zram0", "partition");
    CHECK(app::swap_state(computer.machine())->shelter == Shelter::memory);
    computer.swap("/dev/dm-1", "partition");
    CHECK(app::swap_state(computer.machine())->shelter == Shelter::memory);
    SECTION("a plain partition")
    {
        computer.swap("/dev/sda3", "partition");
        CHECK(app::swap_state(computer.machine())->shelter == Shelter::plain);
    }
    SECTION("a file on a plain disk")
    {
        computer.swap("/swap\\040file", "file");
        CHECK(app::swap_state(computer.machine())->shelter == Shelter::plain);
    }
    SECTION("something that is not known")
    {
        computer.swap("/dev/sdx", "partition");
        CHECK(app::swap_state(computer.machine())->shelter == Shelter::unknown);
    }
}

TEST_CASE("This computer's own disk is looked at without an error")
{
    const test::TempFolder folder;
    const auto state = app::disk_under(folder.path());
    CHECK_FALSE(state.how.empty());
    const auto free = app::free_bytes(folder.path());
    REQUIRE(free);
    CHECK(*free > 0);
    const auto sync_s = app::sync_time_s(folder.path());
    REQUIRE(sync_s);
    CHECK(*sync_s > 0);
    CHECK(test::names_in(folder.path()).empty());
    CHECK_FALSE(app::sync_time_s(folder / "nowhere"));
    CHECK_FALSE(app::free_bytes(folder / "nowhere"));
}
