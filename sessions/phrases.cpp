#include "sessions/phrases.hpp"

#include <utility>

namespace crura::sessions {

std::array<std::string, kPhrases> english_phrases()
{
    static constexpr std::pair<Phrase, const char*> kWords[] = {
        {Phrase::ground_knees, "Bring the knees together."},
        {Phrase::ground_eyes, "Let the eyes open."},
        {Phrase::ground_floor, "Feel the floor under you."},
        {Phrase::ground_name, "Look around, and name three things that you see."},
        {Phrase::let_it_out, "Let the breath go out."},
        {Phrase::are_you_here, "Tap, hum or squeeze, if you are here."},
        {Phrase::still_here, "If you are here, tap, or take two short breaths."},
        {Phrase::thank_you, "Thank you."},
        {Phrase::tremor_enough, "That is enough for today, let the legs rest."},
        {Phrase::softer, "The breath may be smaller, and softer."},
        {Phrase::just_notice, "There is nothing to follow now."},
        {Phrase::low_back, "Let the low back lie as it likes."},
        {Phrase::settle_again, "Rest as you are now, the sensors learn anew."},
        {Phrase::ask_ease, "How much ease is there now?"},
        {Phrase::ease_0, "None."},
        {Phrase::ease_1, "A little."},
        {Phrase::ease_2, "Some."},
        {Phrase::ease_3, "Much."},
        {Phrase::ease_4, "Very much."},
        {Phrase::ask_tension, "Where is there tension now?"},
        {Phrase::tension_0, "Nowhere."},
        {Phrase::tension_1, "Jaw or neck."},
        {Phrase::tension_2, "Shoulders or chest."},
        {Phrase::tension_3, "Belly."},
        {Phrase::tension_4, "Low back."},
        {Phrase::tension_5, "Hips."},
        {Phrase::tension_6, "Legs."},
        {Phrase::ask_ready, "Are you ready to stop?"},
        {Phrase::ready_0, "Not yet."},
        {Phrase::ready_1, "Yes."},
        {Phrase::ask_difference, "Is there a difference, as you stand?"},
        {Phrase::difference_0, "None."},
        {Phrase::difference_1, "A little."},
        {Phrase::difference_2, "A clear one."},
        {Phrase::ask_comfort, "How comfortable was that pace?"},
        {Phrase::comfort_0, "Not at all."},
        {Phrase::comfort_1, "A little."},
        {Phrase::comfort_2, "Somewhat."},
        {Phrase::comfort_3, "Quite."},
        {Phrase::comfort_4, "Very."},
        {Phrase::how_to_answer, "Two short breaths mean yes."},
    };
    std::array<std::string, kPhrases> words;
    for (const auto& [phrase, text] : kWords)
        words[std::size_t(phrase)] = text;
    return words;
}

} // namespace crura::sessions
