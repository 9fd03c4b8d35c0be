#pragma once

#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

namespace crura::test {

// A file system with little room, as a full disk; where this process may not mount one, a limit to
// the size of a file, which a writer meets in the same place with another reason.
class SmallDisk {
public:
    SmallDisk()
    {
        mounted_ = ::unshare(CLONE_NEWNS) == 0
            && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
            && ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=8m") == 0;
        if (!mounted_) {
            WARN("no disk can be mounted here (not root?): a file size limit stands in for it");
            std::signal(SIGXFSZ, SIG_IGN);
        }
    }
    ~SmallDisk()
    {
        make_room();
        if (mounted_)
            ::umount(folder_.path().c_str());
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    std::filesystem::path path() const { return folder_.path(); } // of its folder
    bool mounted() const { return mounted_; }
    std::string reason() const { return mounted_ ? "No space left on device" : "File too large"; }

    // So that neither this file, which need not be there, nor another finds any more room.
    void fill(const std::filesystem::path& file)
    {
        if (!mounted_)
            return limit_files_to(
                10 + (std::filesystem::exists(file) ? std::filesystem::file_size(file) : 0));
        std::ofstream ballast(folder_ / "ballast", std::ios::binary);
        const std::string page(4096, 'x');
        while (ballast.write(page.data(), std::streamsize(page.size())).flush()) {
        }
    }

    void make_room()
    {
        if (!mounted_)
            return limit_files_to(RLIM_INFINITY);
        std::filesystem::remove(folder_ / "ballast");
    }

private:
    static void limit_files_to(rlim_t size)
    {
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = size;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    TempFolder folder_;
    bool mounted_ = false;
};

} // namespace crura::test
