#include "audio/host/choice.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace crura::audio {

namespace {

std::string lower(std::string text)
{
    for (char& letter : text)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

std::string without_place(const std::string& name)
{
    return name.substr(0, name.rfind(" (hw:"));
}

} // namespace

bool is_one_card(const std::string& name)
{
    constexpr std::array kServers = {"default", "sysdefault", "pulse", "pipewire"};
    return std::find(kServers.begin(), kServers.end(), name) == kServers.end();
}

bool same_device(const std::string& one, const std::string& other)
{
    return without_place(one) == without_place(other);
}

std::optional<AudioOutput> choose(std::span<const AudioOutput> outputs, const std::string& wanted,
                                  const std::string& last)
{
    const auto first = [outputs](auto&& fits) -> std::optional<AudioOutput> {
        const auto found = std::find_if(outputs.begin(), outputs.end(), fits);
        return found == outputs.end() ? std::nullopt : std::optional(*found);
    };
    const auto is_default = [](const AudioOutput& each) { return each.is_default; };
    const auto is_last = [&last](const AudioOutput& each) { return same_device(each.name, last); };
    const auto called = [&wanted](const AudioOutput& each) { return each.name == wanted; };
    const auto similar = [part = lower(wanted)](const AudioOutput& each) {
        return lower(each.name).find(part) != std::string::npos;
    };
    if (!wanted.empty() && !last.empty())
        return first(is_last);
    const auto best = wanted.empty() ? first(is_default) : first(called);
    return best ? best : first(similar);
}

} // namespace crura::audio
