#include "sessions/wording.hpp"

#include <array>
#include <string>

namespace crura::sessions {

namespace {

constexpr std::string_view kNoEffort = "allow, soften or wait";
constexpr std::string_view kNoDepth = "the breath that comes by itself";
constexpr std::string_view kNoHold = "wait, or let the floor hold you";
constexpr std::string_view kNoVerdict = "notice how it is";
constexpr std::string_view kNoDuty = "you may, or allow";

constexpr std::array kDiscouraged = {
    Discouraged{"push", kNoEffort},       Discouraged{"pushing", kNoEffort},
    Discouraged{"force", kNoEffort},      Discouraged{"try", kNoEffort},
    Discouraged{"trying", kNoEffort},     Discouraged{"harder", kNoEffort},
    Discouraged{"deeper", kNoDepth},      Discouraged{"deeply", kNoDepth},
    Discouraged{"deep breath", kNoDepth}, Discouraged{"deep breaths", kNoDepth},
    Discouraged{"hold", kNoHold},         Discouraged{"correct", kNoVerdict},
    Discouraged{"correctly", kNoVerdict}, Discouraged{"good", kNoVerdict},
    Discouraged{"bad", kNoVerdict},       Discouraged{"wrong", kNoVerdict},
    Discouraged{"must", kNoDuty},         Discouraged{"should", kNoDuty},
};

constexpr std::string_view kAllowed = " hold you ";

// Lower case, one space between words and at both ends, nothing else.
std::string words_of(std::string_view sentence)
{
    std::string words = " ";
    for (const char each : sentence) {
        if ('A' <= each && each <= 'Z')
            words += char(each - 'A' + 'a');
        else if (('a' <= each && each <= 'z') || each == '\'' || each < 0) // < 0: beyond ASCII
            words += each;
        else if (words.back() != ' ')
            words += ' ';
    }
    if (words.back() != ' ')
        words += ' ';
    return words;
}

} // namespace

const Discouraged* find_discouraged(std::string_view sentence)
{
    auto words = words_of(sentence);
    for (auto at = words.find(kAllowed); at != std::string::npos; at = words.find(kAllowed))
        words.erase(at, kAllowed.size() - 1);

    const Discouraged* first = nullptr;
    auto first_at = std::string::npos;
    for (const Discouraged& each : kDiscouraged) {
        const auto at = words.find(' ' + std::string(each.word) + ' ');
        if (at < first_at) {
            first_at = at;
            first = &each;
        }
    }
    return first;
}

bool is_one_sentence(std::string_view text)
{
    constexpr std::string_view kStops = ".?!";
    for (auto at = text.find_first_of(kStops); at != std::string_view::npos;
         at = text.find_first_of(kStops, at + 1)) {
        const auto rest = text.substr(at + 1);
        if (rest.starts_with(' ') && rest.find_first_not_of(" .?!") != std::string_view::npos)
            return false;
    }
    return true;
}

} // namespace crura::sessions
