#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura {

// What may be said beside the sentences of a program; the words are the session's.
enum class Phrase : std::uint8_t {
    none,
    // The brake: grounding, in this order.
    ground_knees,
    ground_eyes,
    ground_floor,
    ground_name,
    // The guard.
    tone,          // no words: a soft bowl
    let_it_out,    // a breath was held for long
    are_you_here,  // asks for a tap, a hum or a squeeze
    still_here,    // asks once more
    thank_you,     // it came
    tremor_enough, // the minutes agreed on are used up
    softer,        // more air than the body needs
    just_notice,   // nothing to follow any more
    low_back,      // the pelvis tucks or the low back presses
    settle_again,  // the posture changed: the sensors learn anew
    // Check-ins: a question, and its choices when it is answered by breath.
    ask_ease,
    ease_0,
    ease_1,
    ease_2,
    ease_3,
    ease_4,
    ask_tension,
    tension_0,
    tension_1,
    tension_2,
    tension_3,
    tension_4,
    tension_5,
    tension_6,
    ask_ready,
    ready_0,
    ready_1,
    ask_difference,
    difference_0,
    difference_1,
    difference_2,
    ask_comfort,
    comfort_0,
    comfort_1,
    comfort_2,
    comfort_3,
    comfort_4,
    how_to_answer, // two short breaths mean yes
};
inline constexpr std::size_t kPhrases = std::size_t(Phrase::how_to_answer) + 1;

namespace names {
inline constexpr std::array<const char*, kPhrases> kPhraseNames = {
    "none",          "ground_knees", "ground_eyes",    "ground_floor", "ground_name",
    "tone",          "let_it_out",   "are_you_here",   "still_here",   "thank_you",
    "tremor_enough", "softer",       "just_notice",    "low_back",     "settle_again",
    "ask_ease",      "ease_0",       "ease_1",         "ease_2",       "ease_3",
    "ease_4",        "ask_tension",  "tension_0",      "tension_1",    "tension_2",
    "tension_3",     "tension_4",    "tension_5",      "tension_6",    "ask_ready",
    "ready_0",       "ready_1",      "ask_difference", "difference_0", "difference_1",
    "difference_2",  "ask_comfort",  "comfort_0",      "comfort_1",    "comfort_2",
    "comfort_3",     "comfort_4",    "how_to_answer"};
}

constexpr const char* name_of(Phrase phrase)
{
    return std::size_t(phrase) < kPhrases ? names::kPhraseNames[std::size_t(phrase)] : "unknown";
}

} // namespace crura
