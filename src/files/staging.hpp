#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace crura::files {

// Where files are until all of them are there: a folder beside the places that they will have. They
// get those once they are on the disk, their owner's only (0700, 0600), and never in the place of
// another file. Gone at the end, with what is still in it. One thread at a time.
class Staging {
public:
    // Hidden in this folder.
    static Result<Staging> in(const std::filesystem::path& folder);
    // For a folder that is not there yet: beside it, as TARGET.part-XXXXXX.
    static Result<Staging> beside(const std::filesystem::path& target);

    Staging(Staging&& other) noexcept;
    Staging& operator=(Staging&&) = delete;
    ~Staging();

    const std::filesystem::path& path() const { return path_; }

    // Where a file of this name is to be written, "sub-01/beh/x.json"; its folder is made.
    std::filesystem::path place(const std::string& name) const;

    Result<void> write(const std::string& name, std::string_view bytes) const;

    // Moves these files and folders out to `folder`: all, or none when a name is taken.
    Result<void> publish(const std::set<std::string>& names,
                         const std::filesystem::path& folder) const;
    // The folder itself becomes `target`, and is no more under its old name.
    Result<void> publish_as(const std::filesystem::path& target);

private:
    explicit Staging(std::filesystem::path path);

    std::filesystem::path path_; // empty: no more
};

} // namespace crura::files
