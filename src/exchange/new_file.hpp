#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
<<<<<<< HEAD
#include <span>

namespace crura::exchange {

// A file being made, for its owner only (mode 0600), beside the one that it is to be. It gets its
// name once it is whole and on the disk, never in the place of another file; else nothing stays.
class NewFile {
public:
    static Result<NewFile> create(const std::filesystem::path& path);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    const std::filesystem::path& path() const { return path_; }

    Result<void> write(std::span<const std::uint8_t> bytes);
    Result<void> finish();

private:
    NewFile(std::filesystem::path path, std::filesystem::path part, int fd);
    Error failed(int error) const;

    std::filesystem::path path_, part_;
    int fd_;
};

// Gives a file or a folder another name on the same disk, unless something bears it already.
Result<void> rename_beside(const std::filesystem::path& from, const std::filesystem::path& to);

=======
#include <string>
#include <string_view>
#include <utility>

namespace crura::exchange {

// A file that did not exist, for its owner's eyes only (mode 0600). Errors are sentences with the
// file's name and the reason, but without their end: what to do knows the caller.
class NewFile {
public:
    static Result<NewFile> create(const std::filesystem::path& path);
    // As PATH.part; what a kill left there is half a file and is taken away.
    static Result<NewFile> create_beside(const std::filesystem::path& path);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&& other) noexcept;
    ~NewFile();

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
    NewFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
    Error error(const char* what) const;

    std::filesystem::path path_;
    int fd_ = -1;
};

>>>>>>> exports
} // namespace crura::exchange
