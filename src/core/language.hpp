#pragma once

#include <string_view>

namespace crura {

// A language as people and synthesizers write it: "en", "pt-BR". Letters, digits and hyphens, a
// letter first, so that it can be part of a file's name or of a command.
inline constexpr std::size_t kLongestLanguage = 20;

constexpr bool is_language(std::string_view text)
{
    constexpr auto letter = [](char each) {
        return ('a' <= each && each <= 'z') || ('A' <= each && each <= 'Z');
    };
    if (text.size() < 2 || text.size() > kLongestLanguage || !letter(text[0]) || !letter(text[1]))
        return false;
    for (const char each : text)
        if (!letter(each) && each != '-' && !('0' <= each && each <= '9'))
            return false;
    return true;
}

} // namespace crura
