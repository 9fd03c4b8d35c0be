#include "app/care_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>

namespace crura::app {
namespace {

constexpr std::array<const char*, kDecisionKinds> kDecided = {
    "asks whether they are here",
    "they are here",
    "no answer",
    "a soft bowl",
    "says to let the breath go out",
    "perhaps a freeze",
    "the tremor's minutes are nearly used up",
    "the tremor's minutes are used up",
    "brakes",
    "says that the breath may be softer",
    "the guide comes back towards them",
    "nothing to follow any more",
    "they seem to fall asleep: everything fades",
    "the guide falls silent, to see what stays",
    "speaks of the low back",
    "the sensors learn anew",
    "the tremor goes on",
    "nothing can be watched",
    "nothing is led for a while",
};

// Around what was seen and its limit.
constexpr std::array<const char*, kGrounds> kGround = {
    "somebody asked for it",
    "{} since the last sign of them (limit {})",
    "the breath is held for {:.1f} s (limit {:.1f})",
    "{:.0f} questions without an answer (limit {:.0f})",
    "still for {:.0f} s after the tremor, with hardly a breath (limit {:.0f})",
    "{} of tremor ({} agreed on)",
    "{:.2f} times the usual air (limit {:.2f})",
    "the belly's share is down by {:.0f} points (limit {:.0f})",
    "the breath times vary {:.1f} times as much as usual (limit {:.1f})",
    "{:.0f} sighs in a minute (limit {:.0f})",
    "the breaths are {:.0f} % shorter than asked (limit {:.0f})",
    "{:.0f} breaths out of step (limit {:.0f})",
    "out of step, uneven and still for {:.0f} s (limit {:.0f})",
    "turned by {:.0f} degrees (limit {:.0f})",
    "at {} of the session",
    "nothing was heard for {:.0f} s (limit {:.0f})",
};

bool is_time(Ground ground)
{
    return ground == Ground::schedule_s || ground == Ground::tremor_s || ground == Ground::time_s;
}

bool is_share(Ground ground)
{
    return ground == Ground::share_drop || ground == Ground::lag;
}

std::string words_of(Ground ground, double value, double limit)
{
    const char* words = kGround[std::size_t(ground)];
    if (is_time(ground))
        return fmt::format(fmt::runtime(words), minutes(from_seconds(value)),
                           minutes(from_seconds(limit)));
    const double scale = is_share(ground) ? 100 : 1;
    return fmt::format(fmt::runtime(words), scale * value, scale * limit);
}

struct Asked {
    Phrase ask, first_choice;
    const char* name;
};
constexpr std::array<Asked, kQuestions> kAsked = {{
    {Phrase::none, Phrase::none, ""},
    {Phrase::ask_ease, Phrase::ease_0, "Ease"},
    {Phrase::ask_tension, Phrase::tension_0, "Tension"},
    {Phrase::ask_ready, Phrase::ready_0, "Ready to stop"},
    {Phrase::ask_difference, Phrase::difference_0, "A difference"},
    {Phrase::ask_comfort, Phrase::comfort_0, "Comfort"},
}};

// "Jaw or neck." as part of a sentence: "jaw or neck".
std::string within_a_sentence(std::string text)
{
    if (text.ends_with('.'))
        text.pop_back();
    if (!text.empty())
        text[0] = char(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

std::string choice_in_words(Question question, int choice, const sessions::Session& session)
{
    const auto text = within_a_sentence(session.phrases[std::size_t(phrase_of(question, choice))]);
    return text.empty() ? std::to_string(choice) : text;
}

} // namespace

std::string minutes(Duration duration)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

Phrase phrase_of(Question question)
{
    return kAsked[std::size_t(question)].ask;
}

Phrase phrase_of(Question question, int choice)
{
    if (choice < 0 || choice >= kChoicesOf[std::size_t(question)])
        return Phrase::none;
    return Phrase(int(kAsked[std::size_t(question)].first_choice) + choice);
}

std::string words_of(const Decision& decision)
{
    if (std::size_t(decision.kind) >= kDecisionKinds || std::size_t(decision.ground) >= kGrounds
        || !std::isfinite(decision.value) || !std::isfinite(decision.limit))
        return "";
    return fmt::format("{}: {}", kDecided[std::size_t(decision.kind)],
                       words_of(decision.ground, decision.value, decision.limit));
}

std::string words_of(Question question, const sessions::Session& session)
{
    const auto choices = choices_of(question, session);
    if (choices.empty())
        return "";
    std::string text = session.phrases[std::size_t(phrase_of(question))] + "\n   ";
    for (std::size_t choice = 0; choice < choices.size(); ++choice)
        text += fmt::format(" {} {} ", choice, choices[choice]);
    return text + " (s lets it pass)";
}

std::vector<std::string> choices_of(Question question, const sessions::Session& session)
{
    std::vector<std::string> choices;
    for (int choice = 0; choice < kChoicesOf[std::size_t(question)]; ++choice)
        choices.push_back(choice_in_words(question, choice, session));
    return choices;
}

std::string words_of(const Answer& answer, const sessions::Session& session)
{
    if (answer.question == Question::none || answer.by == AnsweredBy::nobody)
        return "";
    return fmt::format("{}: {}.", kAsked[std::size_t(answer.question)].name,
                       choice_in_words(answer.question, answer.choice, session));
}

std::string words_of(const GuardState& guard)
{
    if (!guard.on)
        return "";
    std::string text = "tremor " + minutes(guard.tremor_time);
    if (guard.tremor_limit > Duration(0))
        text += " of " + minutes(guard.tremor_limit);
    if (guard.held_s > 0)
        text += guard.hold_limit_s > 0
            ? fmt::format("  held {:.0f} s of {:.0f}", guard.held_s, guard.hold_limit_s)
            : fmt::format("  held {:.0f} s", guard.held_s);
    if (guard.awaiting_response)
        text += "  are they here? " + minutes(guard.response_left);
    constexpr std::array kAlerts = {"", "  LOOK", "  ACT"};
    return text + kAlerts[std::size_t(guard.alert)];
}

} // namespace crura::app
