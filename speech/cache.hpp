#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace crura::speech {

// Sentences that took time to make, kept as FLAC files under names that follow from how they were
// made. Whatever is in the folder may be deleted at any time. [main]
class Cache {
public:
    explicit Cache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // A whole and readable file that was kept under this key, any text.
    std::optional<std::filesystem::path> find(const std::string& key) const;

    // Several programs may keep the same at once: a file gets its name as a whole.
    Result<std::filesystem::path> keep(const std::string& key, const sound::Clip& clip) const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path file_of(const std::string& key) const;

    std::filesystem::path folder_;
};

} // namespace crura::speech
