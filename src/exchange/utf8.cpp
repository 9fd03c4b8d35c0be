#include "exchange/utf8.hpp"

#include <cstdint>

namespace crura::exchange {

namespace {

// Bytes of the character that the text begins with; 0 when it is none (Unicode, table 3-7).
std::size_t first_character(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? std::uint8_t(text[i]) : 0u; };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return follows(1) ? 2 : 0;
    if ((lead & 0xF0) == 0xE0) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead > 0xF4 || (lead == 0xF4 && byte(1) > 0x8F);
    return lead >= 0xF0 && follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
}

// U+0000 to U+001F and U+007F to U+009F.
bool is_control(std::string_view character)
{
    const auto lead = std::uint8_t(character[0]);
    return lead < 0x20 || lead == 0x7F || (lead == 0xC2 && std::uint8_t(character[1]) < 0xA0);
}

} // namespace

std::string plain_utf8(std::string_view text, std::size_t most_bytes)
{
    std::string plain;
    while (!text.empty()) {
        const auto bytes = first_character(text);
        const auto character = text.substr(0, bytes);
        const auto shown = bytes == 0 ? "?" : is_control(character) ? " " : character;
        if (plain.size() + shown.size() > most_bytes)
            break;
        plain += shown;
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return plain;
}

} // namespace crura::exchange
