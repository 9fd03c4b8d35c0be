#include "history/utf8.hpp"

#include <cstddef>

namespace crura::history {
namespace {

// The bytes of the character at the front; 0 where there is none.
std::size_t character(std::string_view bytes)
{
    const auto at = [&bytes](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
    };
    const unsigned first = at(0);
    if (first > 0 && first < 0x80)
        return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2
        : first >= 0xE0 && first < 0xF0                      ? 3
        : first >= 0xF0 && first < 0xF5                      ? 4
                                                             : 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0) != 0x80)
            return 0;
    const unsigned second = at(1);
    const bool too_long = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool too_large = first == 0xF4 && second >= 0x90;
    return too_long || surrogate || too_large ? 0 : length;
}

} // namespace

bool is_text(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto length = character(bytes);
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string as_text(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        const auto length = character(bytes);
        text += length ? bytes.substr(0, length) : "?";
        bytes.remove_prefix(length ? length : 1);
    }
    return text;
}

} // namespace crura::history
