#include "files/utf8.hpp"

#include <cstdint>

namespace crura::files {
namespace {

// Bytes of the character that the text begins with; 0 when it is none.
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

// Calls it with each character; with an empty one for each byte that is none.
template <class Visit>
void each_character(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const auto bytes = first_character(text);
        if (!visit(text.substr(0, bytes)))
            return;
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
}

// U+FFFE and U+FFFF, which XML refuses.
bool is_noncharacter(std::string_view character)
{
    return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

bool is_none(std::string_view character)
{
    return character.empty() || character[0] == '\0';
}

} // namespace

bool is_text(std::string_view bytes)
{
    bool all = true;
    each_character(bytes, [&all](std::string_view each) { return all = !is_none(each); });
    return all;
}

std::string as_text(std::string_view bytes)
{
    std::string text;
    each_character(bytes, [&text](std::string_view each) {
        text += is_none(each) ? "?" : each;
        return true;
    });
    return text;
}

std::string as_line(std::string_view bytes, std::size_t most_bytes, std::string_view mark)
{
    std::string line;
    each_character(bytes, [&](std::string_view each) {
        const bool none = each.empty() || is_noncharacter(each);
        const auto shown = none ? mark : is_control(each) ? " " : each;
        const bool fits = line.size() + shown.size() <= most_bytes;
        if (fits)
            line += shown;
        return fits;
    });
    return line;
}

} // namespace crura::files
