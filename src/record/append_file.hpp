#pragma once

#include "core/result.hpp"
#include "record/bytes.hpp"

#include <cstdint>
#include <filesystem>

namespace crura::record {

// A file that only grows, for its owner's eyes only (mode 0600), and is claimed while it is open
// (file_claim.hpp). What is appended is on the disk as a whole, or not at all.
class AppendFile {
public:
    // Fails when the file exists: nothing is ever overwritten.
    static Result<AppendFile> create(const std::filesystem::path& path);

    // The same, for a file that nobody named: where the name is taken it gets the next that is free
    // (a.crura, a-2.crura, a-3.crura; two programs that ask at the same time get different ones),
    // and where its folder is not there, that is made, for its owner only.
    static Result<AppendFile> create_free(const std::filesystem::path& path);

    AppendFile(AppendFile&& other) noexcept;
    AppendFile& operator=(AppendFile&&) = delete;
    ~AppendFile();

    // Returns when the bytes have reached the disk. After an error the file is as it was before.
    Result<void> append(ByteView bytes);

    // What would let it be written again, after an error: "make room".
    const char* remedy() const;

    const std::filesystem::path& path() const { return path_; }

private:
    AppendFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
    bool write_at_end(ByteView bytes);

    std::filesystem::path path_;
    int fd_;
    std::uint64_t size_ = 0;
    int problem_ = 0; // errno of the last append
};

} // namespace crura::record
