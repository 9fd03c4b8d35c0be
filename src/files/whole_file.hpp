#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace crura::files {

// What becomes of a file that bears the name already.
enum class IfTaken : std::uint8_t { refuse, replace };

// A file being made, for its owner only (mode 0600), as PATH.part. It gets its name once it is
// whole and on the disk; else nothing stays. What a killed program left as PATH.part is deleted. Of
// two that make the same file at the same time, the later one does. One thread at a time.
class WholeFile {
public:
    static Result<WholeFile> create(const std::filesystem::path& path,
                                    IfTaken if_taken = IfTaken::refuse);

    WholeFile(WholeFile&& other) noexcept;
    WholeFile& operator=(WholeFile&&) = delete;
    ~WholeFile();

    const std::filesystem::path& path() const { return path_; }

    Result<void> write(std::span<const std::uint8_t> bytes);
    // The file that is there so far, empty, for another program to fill.
    std::filesystem::path part() const;

    Result<void> finish();

private:
    WholeFile(std::filesystem::path path, int fd, IfTaken if_taken);
    bool is_there() const;

    std::filesystem::path path_;
    int fd_;
    IfTaken if_taken_;
};

} // namespace crura::files
