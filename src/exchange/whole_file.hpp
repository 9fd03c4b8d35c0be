#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace crura::exchange {

// A file being made, for its owner only (mode 0600), beside the one that it is to be. It gets its
// name once it is whole and on the disk, never in the place of another file; else nothing stays.
class WholeFile {
public:
    static Result<WholeFile> create(const std::filesystem::path& path);

    WholeFile(WholeFile&& other) noexcept;
    WholeFile& operator=(WholeFile&&) = delete;
    ~WholeFile();

    const std::filesystem::path& path() const { return path_; }

    Result<void> write(std::span<const std::uint8_t> bytes);
    Result<void> finish();

private:
    WholeFile(std::filesystem::path path, std::filesystem::path part, int fd);
    Error failed(int error) const;

    std::filesystem::path path_, part_;
    int fd_;
};

// Gives a file or a folder another name on the same disk, unless something bears it already.
Result<void> rename_beside(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace crura::exchange
