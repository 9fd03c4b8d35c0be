#pragma once

#include "web/answer.hpp"
#include "web/server.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace crura::web {

// The files of the page, by their path. A browser may keep them, and asks each time whether its
// own is still the newest.
class Assets {
public:
    explicit Assets(const std::vector<Asset>& assets);

    // `known`: what the browser has (If-None-Match). `packings`: what it can unpack
    // (Accept-Encoding).
    std::optional<Answer> find(std::string_view path, std::string_view known,
                               std::string_view packings) const;

private:
    std::unordered_map<std::string_view, Asset> by_path_;
};

} // namespace crura::web
