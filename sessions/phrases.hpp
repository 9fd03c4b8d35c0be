#pragma once

#include "core/phrase.hpp"

#include <array>
#include <string>

namespace crura::sessions {

// The words of what may be said beside the sentences of a program, in English; `none` and `tone`
// have none.
std::array<std::string, kPhrases> english_phrases();

} // namespace crura::sessions
