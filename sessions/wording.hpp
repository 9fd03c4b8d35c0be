#pragma once

#include <string_view>

namespace crura::sessions {

// A word that asks for effort or for a held breath, or passes judgement, and what to say in its
// place.
struct Discouraged {
    std::string_view word;
    std::string_view instead;
};

// The first such word of the sentence, as a whole word and in any case; null when there is none.
// "Let the floor hold you" is allowed. English only: other languages pass.
const Discouraged* find_discouraged(std::string_view sentence);

// The words stand in the text, as whole words in a row and in any case; they are lower case.
bool mentions(std::string_view text, std::string_view words);

// No further sentence begins after a full stop, question mark or exclamation mark.
bool is_one_sentence(std::string_view text);

} // namespace crura::sessions
