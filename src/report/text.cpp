#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace crura::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes the character at the start takes; 0 where there is none that is valid (RFC 3629).
std::size_t length_of(std::string_view text)
{
    const auto at = [&](std::size_t i) { return std::uint8_t(text[i]); };
    const auto first = at(0);
    const std::size_t length = first < 0x80 ? 1
        : first >= 0xC2 && first <= 0xDF    ? 2
        : first >= 0xE0 && first <= 0xEF    ? 3
        : first >= 0xF0 && first <= 0xF4    ? 4
                                            : 0;
    if (length == 0 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0) != 0x80)
            return 0;
    const bool too_long = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
    const bool surrogate = first == 0xED && at(1) > 0x9F;
    const bool beyond = first == 0xF4 && at(1) > 0x8F;
    const bool no_character =
        first == 0xEF && at(1) == 0xBF && (at(2) == 0xBE || at(2) == 0xBF); // U+FFFE, U+FFFF
    return too_long || surrogate || beyond || no_character ? 0 : length;
}

bool is_control(std::string_view character)
{
    const auto first = std::uint8_t(character[0]);
    return first < 0x20 || first == 0x7F
        || (first == 0xC2 && std::uint8_t(character[1]) < 0xA0); // U+0080 .. U+009F
}

} // namespace

std::string clean(std::string_view text)
{
    std::string good;
    while (!text.empty()) {
        const auto length = length_of(text);
        const auto character = text.substr(0, std::max<std::size_t>(1, length));
        if (length == 0)
            good += kReplacement;
        else if (is_control(character))
            good += ' ';
        else
            good += character;
        text.remove_prefix(character.size());
    }
    return good;
}

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : clean(text)) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else if (c == '\'')
            safe += "&#39;";
        else
            safe += c;
    }
    return safe;
}

std::string clock(double seconds)
{
    const auto whole = std::int64_t(std::max(0., std::floor(seconds + 0.5)));
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string lasting(double seconds)
{
    if (seconds < 9.95)
        return fmt::format("{:.1f} s", std::max(0., seconds));
    const auto whole = std::int64_t(std::floor(seconds + 0.5));
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole % 60 == 0)
        return fmt::format("{} min", whole / 60);
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

} // namespace crura::report
