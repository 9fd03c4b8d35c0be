#pragma once

#include "core/check_in.hpp"
#include "core/decision.hpp"
#include "core/guard_state.hpp"
#include "sessions/session.hpp"

#include <string>
#include <vector>

namespace crura::app {

// The watch over a session in words for people. [any]

// For a therapist: what was decided and why, "asks whether they are here: 5:02 since the last sign
// (limit 5:00)".
std::string words_of(const Decision& decision);

// For whoever is asked: the question, and below it the keys of its choices.
std::string words_of(Question question, const sessions::Session& session);

// Its choices in words, by their number.
std::vector<std::string> choices_of(Question question, const sessions::Session& session);

// "Ease: some."; empty for a question that was let pass.
std::string words_of(const Answer& answer, const sessions::Session& session);

// For a therapist: where the guard stands, "tremor 2:10 of 5:00  held 6 s of 10"; empty without a
// guard.
std::string words_of(const GuardState& guard);

// Said for `question`, and for its choice; Phrase::none where there is none.
Phrase phrase_of(Question question);
Phrase phrase_of(Question question, int choice);

// "2:10"; what is begun counts.
std::string minutes(Duration duration);

} // namespace crura::app
