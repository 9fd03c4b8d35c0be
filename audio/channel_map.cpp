#include "audio/channel_map.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace crura::audio {

namespace {

constexpr std::string_view kWords[] = {"none", "left", "right", "middle", "touch"}; // as Feed

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(' ');
    const auto to = text.find_last_not_of(' ');
    return from == text.npos ? std::string_view{} : text.substr(from, to - from + 1);
}

std::optional<Feed> feed_called(std::string_view word)
{
    const auto found = std::find(std::begin(kWords), std::end(kWords), word);
    return found == std::end(kWords) ? std::nullopt
                                     : std::optional(Feed(found - std::begin(kWords)));
}

Error mistake(std::string_view text, const std::string& what)
{
    return {"The channel map \"" + std::string(text) + "\" " + what
            + "; write a word for each of 1 to 8 channels, as in left,right,none,touch (permitted "
              "are left, right, middle, none and touch)."};
}

} // namespace

ChannelMap ChannelMap::usual(std::size_t channels)
{
    ChannelMap map;
    if (channels <= 1) {
        map.add(Feed::middle);
        return map;
    }
    map.add(Feed::left);
    map.add(Feed::right);
    while (map.size_ < std::min(channels, kMostChannels))
        map.add(Feed::none);
    return map;
}

Result<ChannelMap> ChannelMap::parse(std::string_view text)
{
    ChannelMap map;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        const auto word = trimmed(text.substr(at, end - at));
        const auto feed = feed_called(word);
        if (!feed)
            return mistake(text,
                           word.empty() ? "names no feed at one place"
                                        : "names \"" + std::string(word) + "\"");
        if (map.size_ == kMostChannels)
            return mistake(text, "has more than 8 channels");
        map.add(*feed);
        at = end + 1;
    }
    const auto silent = [&map](Feed feed) { return !map.has(feed); };
    if (silent(Feed::left) && silent(Feed::right) && silent(Feed::middle) && silent(Feed::touch))
        return mistake(text, "leaves every channel silent");
    return map;
}

bool ChannelMap::has(Feed feed) const noexcept
{
    return std::find(feeds_.begin(), feeds_.begin() + size_, feed) != feeds_.begin() + size_;
}

std::string ChannelMap::text() const
{
    std::string text;
    for (std::size_t channel = 0; channel < size_; ++channel)
        text += (channel == 0 ? "" : ",") + std::string(kWords[std::size_t(feeds_[channel])]);
    return text;
}

} // namespace crura::audio
