#pragma once

#include "core/result.hpp"
#include "record/bytes.hpp"

#include <cstdint>
#include <filesystem>

namespace crura::record {

// A file that only grows, for its owner's eyes only (mode 0600). What is appended is on the disk
// as a whole, or not at all.
class AppendFile {
public:
    // Fails when the file exists: nothing is ever overwritten.
    static Result<AppendFile> create(const std::filesystem::path& path);

    AppendFile(AppendFile&& other) noexcept;
    AppendFile& operator=(AppendFile&&) = delete;
    ~AppendFile();

    // Returns when the bytes have reached the disk. After an error the file is as it was before.
    Result<void> append(ByteView bytes);

private:
    AppendFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
    bool write_at_end(ByteView bytes);

    std::filesystem::path path_;
    int fd_;
    std::uint64_t size_ = 0;
};

} // namespace crura::record
