#include "web/assets.hpp"

#include "web/text.hpp"

#include <algorithm>
#include <string>

namespace crura::web {
namespace {

// Of "deflate, gzip;q=0.8".
bool can_unpack_gzip(std::string_view packings)
{
    for (const auto packing : split(packings, ',')) {
        const auto parts = split(packing, ';');
        if (!same_word(parts[0], "gzip"))
            continue;
        const bool never = parts.size() > 1 && parts[1].starts_with("q=0")
            && parts[1].find_first_of("123456789") == std::string_view::npos;
        return !never;
    }
    return false;
}

bool is_known(std::string_view known, std::string_view etag)
{
    const auto tags = split(known, ',');
    return std::any_of(tags.begin(), tags.end(), [etag](std::string_view tag) {
        if (tag.starts_with("W/"))
            tag.remove_prefix(2);
        return tag == "*" || tag == etag;
    });
}

} // namespace

Assets::Assets(const std::vector<Asset>& assets)
{
    for (const auto& asset : assets)
        by_path_.emplace(asset.path, asset);
}

std::optional<Answer> Assets::find(std::string_view path, std::string_view known,
                                   std::string_view packings) const
{
    const auto found = by_path_.find(path == "/" ? "/index.html" : path);
    if (found == by_path_.end())
        return std::nullopt;
    const auto& asset = found->second;
    const bool packed = !asset.gzip.empty() && can_unpack_gzip(packings);
    const auto etag = "\"" + std::string(asset.etag) + (packed ? "-gz\"" : "\"");

    Answer answer;
    answer.type = asset.type;
    answer.may_be_kept = true;
    answer.more = "ETag: " + etag + "\r\n";
    if (!asset.gzip.empty())
        answer.more += "Vary: Accept-Encoding\r\n";
    if (is_known(known, etag)) {
        answer.status = 304;
        return answer;
    }
    if (packed)
        answer.more += "Content-Encoding: gzip\r\n";
    answer.asset = packed ? asset.gzip : asset.bytes;
    return answer;
}

} // namespace crura::web
