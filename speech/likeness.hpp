#pragma once

#include <string>
#include <string_view>

namespace crura::speech {

// What is left of a sentence when its spelling does not matter: small letters (of Western European
// languages), one space between words, no punctuation. Sentences that leave the same are spoken
// alike. [any]
std::string spoken_words(std::string_view sentence);

// A voice that speaks `spoken` serves a program in `wanted`: "en-GB" serves "en" and "en" serves
// "en-GB", but "en-US" does not. [any]
bool serves_language(std::string_view spoken, std::string_view wanted);

} // namespace crura::speech
