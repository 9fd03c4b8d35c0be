#include "sessions/wording.hpp"

#include <array>
#include <string>
#include <vector>

namespace crura::sessions {

namespace {

constexpr std::string_view kNoEffort = "allow, soften or wait";
constexpr std::string_view kNoDepth = "the breath that comes by itself";
constexpr std::string_view kNoHold = "wait, or let the floor hold you";
constexpr std::string_view kNoStop = "wait for the breath that comes by itself";
constexpr std::string_view kNoVerdict = "notice how it is";
constexpr std::string_view kNoDuty = "you may, or allow";

constexpr std::array kDiscouraged = {
    Discouraged{"push", kNoEffort},       Discouraged{"pushing", kNoEffort},
    Discouraged{"force", kNoEffort},      Discouraged{"try", kNoEffort},
    Discouraged{"trying", kNoEffort},     Discouraged{"harder", kNoEffort},
    Discouraged{"deeper", kNoDepth},      Discouraged{"deeply", kNoDepth},
    Discouraged{"deep breath", kNoDepth}, Discouraged{"deep breaths", kNoDepth},
    Discouraged{"hold", kNoHold},         Discouraged{"holding", kNoHold},
    Discouraged{"correct", kNoVerdict},   Discouraged{"correctly", kNoVerdict},
    Discouraged{"good", kNoVerdict},      Discouraged{"bad", kNoVerdict},
    Discouraged{"wrong", kNoVerdict},     Discouraged{"must", kNoDuty},
    Discouraged{"should", kNoDuty},
};

constexpr std::array<std::string_view, 2> kAllowed = {" hold you ", " holding you "};

// Other words for a held breath: "keep the breath in", "stop your breathing".
std::vector<std::string> holds_in_other_words()
{
    std::vector<std::string> holds = {"without breathing", "do not breathe", "don't breathe",
                                      "stay full",         "stay empty",     "lungs full",
                                      "lungs empty"};
    for (const char* whose : {"", "the ", "your ", "that ", "this ", "all the "})
        for (const char* what : {"breath", "breathing", "air"}) {
            const auto breath = std::string(whose) + what;
            for (const char* verb :
                 {"stop ", "pause ", "suspend ", "retain ", "lock ", "interrupt "})
                holds.push_back(verb + breath);
            for (const char* where : {" in", " inside", " out", " back"})
                holds.push_back("keep " + breath + where);
        }
    holds.push_back("keep it in");
    holds.push_back("keep it inside");
    return holds;
}

// All there are.
const std::vector<Discouraged>& discouraged()
{
    static const auto holds = holds_in_other_words();
    static const auto all = [] {
        std::vector<Discouraged> words(kDiscouraged.begin(), kDiscouraged.end());
        for (const std::string& each : holds)
            words.push_back({each, kNoStop});
        return words;
    }();
    return all;
}

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
    for (const auto allowed : kAllowed)
        for (auto at = words.find(allowed); at != std::string::npos; at = words.find(allowed))
            words.erase(at, allowed.size() - 1);

    const Discouraged* first = nullptr;
    auto first_at = std::string::npos;
    for (const Discouraged& each : discouraged()) {
        const auto at = words.find(' ' + std::string(each.word) + ' ');
        if (at < first_at) {
            first_at = at;
            first = &each;
        }
    }
    return first;
}

bool mentions(std::string_view text, std::string_view words)
{
    return words_of(text).find(' ' + std::string(words) + ' ') != std::string::npos;
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
