#include "exchange/edf_words.hpp"

#include "core/names.hpp"

#include <algorithm>
#include <array>

namespace crura::exchange {

namespace {

std::string words(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

constexpr std::array kCommands = {
    "Pause",
    "Resume",
    "End",
    "Mark",
    "Calibration anew",
    "Calibration: natural breaths",
    "Calibration: belly breaths",
    "Calibration: chest breaths",
    "Calibration: isovolume",
    "Calibration: finish",
    "Calibration: leave",
    "Brake",
    "Next step",
    "Here",
    "Dizzy",
};

} // namespace

Annotation EdfWords::between(Time start, Time end, std::string text) const
{
    start = std::max(start, origin_);
    end = std::max(end, start);
    return {to_seconds(start - origin_), to_seconds(end - start), std::move(text)};
}

Annotation EdfWords::at(Time time, std::string text) const
{
    return between(time, time, std::move(text));
}

std::optional<Annotation> EdfWords::operator()(const EdfNews& news, Time now) const
{
    if (const auto* event = std::get_if<Event>(&news)) {
        const auto kind = words(name_of(event->kind));
        return event->over ? between(event->start, event->end, kind)
                           : at(event->start, kind + " begins");
    }
    if (const auto* answer = std::get_if<Answer>(&news)) {
        const auto asked = "Answer, " + words(name_of(answer->question)) + ' '
            + words(name_of(answer->when)) + ": ";
        return at(
            answer->time,
            asked + (answer->by == AnsweredBy::nobody ? "none" : std::to_string(answer->choice)));
    }
    const auto command = std::size_t(std::get<Command>(news));
    if (command >= kCommands.size())
        return std::nullopt; // an answer, which is said by itself
    return at(now, kCommands[command]);
}

std::string EdfWords::step_name(int step) const
{
    const auto number = std::to_string(step + 1);
    return step >= 0 && std::size_t(step) < steps_.size()
        ? number + ": " + steps_[std::size_t(step)]
        : number;
}

std::vector<Annotation> EdfWords::operator()(const SessionState& session, Time now)
{
    std::vector<Annotation> said;
    const auto say = [&](std::string text) { said.push_back(at(now, std::move(text))); };
    if (session.step != before_.step && session.step != SessionState::kNone)
        say("Step " + step_name(session.step));
    if (session.braked && !before_.braked)
        say("Braked");
    else if (before_.running && !session.running && !session.finished)
        say("Paused");
    if (session.running && !before_.running)
        say(before_.step == SessionState::kNone ? "Session begins" : "Goes on");
    if (session.unguided != before_.unguided)
        say(session.unguided ? "Guide leaves" : "Guide is back");
    if (session.prompt != SessionState::kNone)
        say("Prompt " + std::to_string(session.prompt + 1) + " of step " + step_name(session.step));
    if (session.phrase != Phrase::none)
        say("Said: " + words(name_of(session.phrase)));
    if (session.finished && !before_.finished)
        say("Session ends");
    before_ = session;
    return said;
}

} // namespace crura::exchange
