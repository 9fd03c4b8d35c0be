#include "web/text.hpp"

#include <algorithm>
#include <cstddef>

namespace crura::web {
namespace {

char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

int digit(char hex)
{
    hex = small(hex);
    if (hex >= '0' && hex <= '9')
        return hex - '0';
    return hex >= 'a' && hex <= 'f' ? hex - 'a' + 10 : -1;
}

bool is_control(char byte)
{
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
}

// The byte that "%41" stands for, as its two digits.
std::optional<char> escaped(std::string_view digits)
{
    if (digits.size() < 2 || digit(digits[0]) < 0 || digit(digits[1]) < 0)
        return std::nullopt;
    return static_cast<char>(digit(digits[0]) * 16 + digit(digits[1]));
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::optional<char> byte = text[at];
        if (text[at] == '%') {
            byte = escaped(text.substr(at + 1, 2));
            at += 2;
        } else if (plus_is_space && text[at] == '+') {
            byte = ' ';
        }
        if (!byte || is_control(*byte))
            return std::nullopt;
        plain += *byte;
    }
    return plain;
}

} // namespace

bool same_word(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return small(x) == small(y); });
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string printable(std::string_view text)
{
    constexpr std::size_t kLongest = 120;
    std::string plain(text.substr(0, kLongest));
    for (char& byte : plain)
        if (byte < 0x20 || byte > 0x7e)
            byte = '?';
    return text.size() > kLongest ? plain + "..." : plain;
}

std::optional<Target> read_target(std::string_view target)
{
    if (!target.starts_with('/'))
        return std::nullopt;
    const auto end = target.find('?');
    const auto path = decoded(target.substr(0, end), false);
    if (!path)
        return std::nullopt;
    Target read{*path, {}};
    if (end == std::string_view::npos)
        return read;
    for (const auto part : split(target.substr(end + 1), '&')) {
        const auto equals = part.find('=');
        const auto key = decoded(part.substr(0, equals), true);
        const auto value =
            decoded(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
        if (!key || !value)
            return std::nullopt;
        if (!key->empty())
            read.query.emplace_back(*key, *value);
    }
    return read;
}

} // namespace crura::web
