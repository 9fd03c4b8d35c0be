#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace crura::access {

// A small text file of this person, which other programs may replace. It is read only when it is
// this person's own and nobody else may write it. One thread at a time.
class KeptFile {
public:
    explicit KeptFile(std::filesystem::path path) : path_(std::move(path)) {}
    KeptFile(const KeptFile&) = delete;
    KeptFile& operator=(const KeptFile&) = delete;
    ~KeptFile();

    const std::filesystem::path& path() const { return path_; }

    Result<std::string> read(); // "" while it is not there

    // Whether the last read() still holds; costs one look at the file's name.
    bool is_as_read() const;

private:
    Result<std::string> read_open();
    void close();

    std::filesystem::path path_;
    bool was_read_ = false;
    int fd_ = -1; // stays open: no other file can come to the same number
    struct stat about_ = {};
};

// Replaces such a file.
Result<void> write_kept(const std::filesystem::path& path, const std::string& text);

} // namespace crura::access
