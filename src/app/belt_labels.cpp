#include "app/belt_labels.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string_view>

namespace crura::app {
namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

bool has_any(const std::string& text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(parts.begin(), parts.end(), [&text](std::string_view part) {
        return text.find(part) != std::string::npos;
    });
}

bool is_word(const std::string& text, std::string_view word)
{
    const auto letter = [&text](std::size_t at) {
        return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at]));
    };
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1))
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size()))
            return true;
    return false;
}

} // namespace

std::optional<BeltLabels> find_belts(const std::vector<exchange::Offered>& signals)
{
    std::vector<std::string> chests, bellies, others;
    for (const auto& signal : signals) {
        const auto text = lower(signal.name + ' ' + signal.about);
        if (has_any(text,
                    {"flow", "nasal", "oral", "therm", "rate", "snor", "ecg", "ekg", "emg",
                     "electrode", "acc", "gyro", "quat", "temp", "microphone", "quality"}))
            continue;
        if (has_any(text, {"abd", "belly"}))
            bellies.push_back(signal.name);
        else if (has_any(text, {"thor", "chest", "rib cage", "ribcage"}) || is_word(text, "tho"))
            chests.push_back(signal.name);
        else if (has_any(text, {"resp", "breath"}) || is_word(text, "rip") || is_word(text, "pzt"))
            others.push_back(signal.name);
    }
    const auto only = [](const std::vector<std::string>& names) {
        return names.empty() ? std::string() : names[0];
    };
    if (chests.size() > 1 || bellies.size() > 1)
        return std::nullopt;
    if (!chests.empty() || !bellies.empty())
        return BeltLabels{only(chests), only(bellies)};
    if (others.size() == 1)
        return BeltLabels{others[0], ""};
    return std::nullopt;
}

} // namespace crura::app
