#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace crura::exchange {

// A folder that gets its name only once everything is in it and on the disk; until then it stands
// beside that place, and when it is not finished nothing of it stays. It and its files are their
// owner's only (0700, 0600). One thread at a time.
class NewFolder {
public:
    // Fails when something of that name exists: nothing is ever overwritten.
    static Result<NewFolder> create(const std::filesystem::path& target);

    NewFolder(NewFolder&& other) noexcept;
    NewFolder& operator=(NewFolder&&) = delete;
    ~NewFolder();

    // Where a file of this name is to be written, "sub-01/beh/x.json"; its folder is made.
    std::filesystem::path place(const std::string& name) const;

    Result<void> write(const std::string& name, std::string_view bytes) const;

    Result<void> finish();

private:
    NewFolder(std::filesystem::path target, std::filesystem::path part)
        : target_(std::move(target)), part_(std::move(part))
    {
    }

    std::filesystem::path target_, part_; // part_: its name until it is whole; empty: no more
};

} // namespace crura::exchange
