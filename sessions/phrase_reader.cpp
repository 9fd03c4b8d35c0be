#include "sessions/phrase_reader.hpp"

#include "sessions/phrases.hpp"
#include "sessions/reading.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura::sessions {

namespace {

// Without these words nobody can be brought back, in whatever language.
constexpr std::array kNeeded = {Phrase::ground_knees, Phrase::ground_eyes,  Phrase::ground_floor,
                                Phrase::ground_name,  Phrase::are_you_here, Phrase::still_here};

bool is_english(std::string_view language)
{
    return language == "en" || language.starts_with("en-");
}

// All that have words.
std::vector<std::pair<std::string_view, Phrase>> spoken_phrases()
{
    std::vector<std::pair<std::string_view, Phrase>> spoken;
    for (std::size_t each = 0; each < kPhrases; ++each)
        if (const auto phrase = Phrase(each); phrase != Phrase::none && phrase != Phrase::tone)
            spoken.emplace_back(name_of(phrase), phrase);
    return spoken;
}

std::optional<forms::Table> read_given(const forms::Value& value, Session& session)
{
    const auto spoken = spoken_phrases();
    std::vector<std::string_view> names;
    for (const auto& [name, phrase] : spoken)
        names.push_back(name);
    const auto table = value.table("[phrases]", forms::WordSpan(names));
    if (!table)
        return std::nullopt;
    for (const auto& [name, phrase] : spoken)
        if (const auto given = table->find(name))
            session.phrases[std::size_t(phrase)] = reading::read_sentence(*given, name, "a phrase");
    return table;
}

} // namespace

void read_phrases(const forms::Table& file, int format, Session& session)
{
    reading::refuse_newer(file, format, {"phrases"});
    if (is_english(session.language))
        session.phrases = english_phrases();
    const auto value = file.find("phrases");
    const auto given = value ? read_given(*value, session) : std::nullopt;
    if (value && !given)
        return value->mistake("write [phrases] on a line of its own");
    if (!session.guard.on || is_english(session.language))
        return;
    for (const Phrase phrase : kNeeded)
        if (const auto* name = name_of(phrase); !given || !given->find(name))
            reading::mistake_at(file, "phrases",
                                forms::text_of("guard = true in the language ",
                                               forms::quoted(session.language), " needs ", name,
                                               "; write ", name, " = \"...\" in [phrases]"));
}

} // namespace crura::sessions
