#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace crura::exchange {

// A file that did not exist, for its owner's eyes only (mode 0600). Errors are sentences with the
// file's name and the reason, but without their end: what to do knows the caller.
class WritableFile {
public:
    static Result<WritableFile> create(const std::filesystem::path& path);
    // As PATH.part; what a kill left there is half a file and is taken away.
    static Result<WritableFile> create_beside(const std::filesystem::path& path);

    WritableFile(WritableFile&& other) noexcept;
    WritableFile& operator=(WritableFile&& other) noexcept;
    ~WritableFile();

    // All of these bytes, or an error.
    Result<void> write(std::string_view bytes, std::uint64_t at);
    Result<std::string> read(std::size_t bytes, std::uint64_t at) const;
    Result<void> sync(); // returns when it has reached the disk
    void cut(std::uint64_t size) noexcept;

    // Gives it the name of a file that is there, in whose place it stands then, on the disk too.
    Result<void> replace(const std::filesystem::path& path);
    // Gives it a name that no file has.
    Result<void> rename_new(const std::filesystem::path& path);
    void remove() noexcept;

    const std::filesystem::path& path() const { return path_; }

private:
    WritableFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
    Error error(const char* what) const;

    std::filesystem::path path_;
    int fd_ = -1;
};

} // namespace crura::exchange
