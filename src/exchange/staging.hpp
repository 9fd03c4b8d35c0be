#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace crura::exchange {

// [any] Makes a folder, and those above it, for their owner only (mode 0700); one that is there is
// left as it is.
Result<void> make_private(const std::filesystem::path& folder);

// Where files are until all of them are there: a hidden folder beside the places that they will
// have. Gone at the end, with what is still in it. [any]
class Staging {
public:
    static Result<Staging> in(const std::filesystem::path& folder);

    Staging(Staging&& other) noexcept;
    Staging& operator=(Staging&&) = delete;
    ~Staging();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    // Moves these files and folders out to `folder`: all, or none when a name is taken.
    Result<void> publish(const std::set<std::string>& names,
                         const std::filesystem::path& folder) const;

private:
    explicit Staging(std::filesystem::path path);

    std::filesystem::path path_;
};

} // namespace crura::exchange
