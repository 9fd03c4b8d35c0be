#pragma once

#include "core/result.hpp"

#include <chrono>
#include <filesystem>

namespace crura::access {

// While it lives, no other program and no other thread holds the lock of this folder, which is made
// when it is not there. Gone with the program, however that ends. [any]
class FolderLock {
public:
    // Waits that long at most for whoever holds it.
    static Result<FolderLock> take(const std::filesystem::path& folder,
                                   std::chrono::milliseconds patience);

    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int fd) : fd_(fd) {}

    int fd_;
};

} // namespace crura::access
