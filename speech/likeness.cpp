#include "speech/likeness.hpp"

#include <algorithm>

namespace crura::speech {

namespace {

// The character of UTF-8 at the front, as its bytes.
std::string_view first_of(std::string_view text)
{
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        ++size;
    return text.substr(0, size);
}

bool is_apostrophe(std::string_view character)
{
    return character == "'" || character == "\u2019";
}

// Whatever is between words: ASCII that is neither a letter nor a digit, Latin-1 signs, and the
// dashes, quotation marks and spaces of U+2000 .. U+203F.
bool is_gap(std::string_view character)
{
    if (character.size() > 1)
        return character.starts_with("\xC2") || character.starts_with("\xE2\x80");
    const char each = character[0];
    return !(('a' <= each && each <= 'z') || ('A' <= each && each <= 'Z')
             || ('0' <= each && each <= '9') || each < 0);
}

char small(char letter)
{
    return 'A' <= letter && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
}

std::string small(std::string_view character)
{
    std::string letter(character);
    if (letter.size() == 1)
        return {small(letter[0])};
    const auto last = static_cast<unsigned char>(letter.back());
    constexpr unsigned char kTimes = 0x97; // the sign among the capitals
    if (letter.starts_with("\xC3") && last <= 0x9E && last != kTimes)
        letter.back() = char(last + 0x20);
    return letter;
}

} // namespace

std::string spoken_words(std::string_view sentence)
{
    std::string words;
    bool gap = false;
    while (!sentence.empty()) {
        const auto character = first_of(sentence);
        sentence.remove_prefix(character.size());
        if (is_apostrophe(character))
            continue;
        if (is_gap(character)) {
            gap = true;
            continue;
        }
        if (gap && !words.empty())
            words += ' ';
        gap = false;
        words += small(character);
    }
    return words;
}

bool serves_language(std::string_view spoken, std::string_view wanted)
{
    const auto size = std::min(spoken.size(), wanted.size());
    const auto longer = spoken.size() > wanted.size() ? spoken : wanted;
    return std::equal(spoken.begin(), spoken.begin() + std::ptrdiff_t(size), wanted.begin(),
                      [](char a, char b) { return small(a) == small(b); })
        && (longer.size() == size || longer[size] == '-');
}

} // namespace crura::speech
