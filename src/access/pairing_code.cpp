#include "access/pairing_code.hpp"

#include "access/secret.hpp"

namespace crura::access {
namespace {

constexpr std::string_view kAlphabet = "34679ABCEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 12;
constexpr std::size_t kGroup = 4;

char meant(char typed)
{
    const char upper = typed >= 'a' && typed <= 'z' ? char(typed - 'a' + 'A') : typed;
    switch (upper) {
    case '8':
        return 'B';
    case '5':
        return 'S';
    case '2':
        return 'Z';
    case 'U':
        return 'V';
    case '0':
    case 'O':
    case 'D':
        return 'Q';
    default:
        return upper;
    }
}

std::string in_groups(std::string_view letters)
{
    std::string code(letters.substr(0, kGroup));
    for (std::size_t at = kGroup; at < letters.size(); at += kGroup)
        code.append("-").append(letters.substr(at, kGroup));
    return code;
}

} // namespace

std::string new_code()
{
    return in_groups(random_text(kAlphabet, kLength));
}

std::optional<std::string> as_written(std::string_view typed)
{
    std::string letters;
    for (const char each : typed) {
        if (each == ' ' || each == '-' || each == '\t')
            continue;
        letters += meant(each);
        if (kAlphabet.find(letters.back()) == std::string_view::npos || letters.size() > kLength)
            return std::nullopt;
    }
    if (letters.size() != kLength)
        return std::nullopt;
    return in_groups(letters);
}

} // namespace crura::access
