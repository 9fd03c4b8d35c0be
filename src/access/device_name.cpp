#include "access/device_name.hpp"

#include "files/utf8.hpp"

#include <cstdint>

namespace crura::access {
namespace {

constexpr std::size_t kMost = 40; // characters

std::size_t length_of_first(std::string_view text)
{
    const auto lead = std::uint8_t(text[0]);
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Soft hyphen, Arabic letter mark, U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF,
// tags (U+E0000 to U+E007F).
bool is_unseen(std::string_view character)
{
    const auto within = [&](std::string_view first, std::string_view last) {
        return character.size() == first.size() && character >= first && character <= last;
    };
    return character == "\u00AD" || character == "\u061C" || within("\u200B", "\u200F")
        || within("\u2028", "\u202E") || within("\u2060", "\u206F") || character == "\uFEFF"
        || within("\U000E0000", "\U000E007F");
}

} // namespace

std::string device_name(std::string_view said)
{
    const auto line = files::as_line(said);
    std::string name;
    std::size_t characters = 0;
    for (std::string_view rest = line; !rest.empty() && characters < kMost;) {
        const auto character = rest.substr(0, length_of_first(rest));
        rest.remove_prefix(character.size());
        const bool space_again = character == " " && (name.empty() || name.back() == ' ');
        if (space_again || is_unseen(character))
            continue;
        name += character;
        ++characters;
    }
    if (!name.empty() && name.back() == ' ')
        name.pop_back();
    return name.empty() ? "Device" : name;
}

} // namespace crura::access
