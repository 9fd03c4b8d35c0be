#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace crura::app {

// What protects a disk when the computer is off or stolen.
enum class Shelter : std::uint8_t {
    encrypted,
    plain,     // nothing that this computer knows of encrypts it
    memory,    // gone when the computer is switched off
    elsewhere, // on another computer, which alone could tell
    unknown,   // cannot be told from here
};

struct DiskState {
    Shelter shelter = Shelter::unknown;
    std::string how; // "LUKS (dm-crypt)", "ext4 on sda1"; for people
};

// Where the kernel tells of disks; a test hands in its own.
struct Machine {
    std::filesystem::path root = "/";                                     // above sys, proc and dev
    std::function<bool(const std::filesystem::path&)> has_fscrypt_policy; // empty: asks the kernel
};

// [main] Of what a file or folder lies on; the nearest folder that exists decides.
DiskState disk_under(const std::filesystem::path& path, const Machine& machine = {});

// [main] Of the swap space, all of it: the worst of its parts. Nothing when there is none.
std::optional<DiskState> swap_state(const Machine& machine = {});

// [main] Bytes that this person may still write there.
Result<std::uint64_t> free_bytes(const std::filesystem::path& folder);

// [main] Writes 4 KB into a new file there, waits until they are on the disk, deletes it: the
// longest of five times [s].
Result<double> sync_time_s(const std::filesystem::path& folder);

// [any] May this person read and write the device?
bool may_use(const std::filesystem::path& device);

} // namespace crura::app
