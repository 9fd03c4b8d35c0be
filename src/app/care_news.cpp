#include "app/care_news.hpp"

#include "app/care_words.hpp"

#include <utility>

namespace crura::app {
namespace {

// A question and its choices stand on the screen already.
bool belongs_to_question(Phrase phrase)
{
    return Phrase::ask_ease <= phrase && phrase <= Phrase::comfort_4;
}

std::string decision_for(Viewer viewer, const Decision& decision)
{
    if (viewer == Viewer::therapist)
        return "  guard: " + words_of(decision);
    return decision.kind == DecisionKind::brake ? why_quiet(decision.ground) : "";
}

} // namespace

CareNewsFinder::Found CareNewsFinder::operator()(const Snapshot& now) noexcept
{
    using Kind = CareNews::Kind;
    Found found;
    if (now.session.phrase != Phrase::none)
        found.push_back({.kind = Kind::phrase, .phrase = now.session.phrase});
    for (const Answer& answer : now.check_in.answers)
        found.push_back({.kind = Kind::answer, .answer = answer});
    const auto asked = now.check_in.question;
    if (asked != std::exchange(question_, asked) && asked != Question::none)
        found.push_back({.kind = Kind::question, .question = asked, .when = now.check_in.when});
    for (const Decision& decision : now.decisions)
        found.push_back({.kind = Kind::decision, .decision = decision});
    if (const auto alert = now.guard.alert; alert != std::exchange(alert_, alert))
        found.push_back({.kind = Kind::alert, .alert = alert});
    const bool waits = now.session.waiting;
    if (waits && !std::exchange(waiting_, waits))
        found.push_back({.kind = Kind::waiting});
    waiting_ = waits;
    return found;
}

std::string why_quiet(Ground ground)
{
    switch (ground) {
    case Ground::missed:
        return "Quiet, because no answer came.";
    case Ground::hold_s:
        return "Quiet, because the breath rested for long.";
    default:
        return "";
    }
}

std::string words_of(Alert alert)
{
    switch (alert) {
    case Alert::look:
        return "LOOK at them, please.";
    case Alert::act:
        return "ACT: go to them.";
    default:
        return "All is well again.";
    }
}

std::string words_of(const CareNews& news, const sessions::Session& session, Viewer viewer,
                     bool keys)
{
    using Kind = CareNews::Kind;
    switch (news.kind) {
    case Kind::phrase:
        return belongs_to_question(news.phrase) ? "" : session.phrases[std::size_t(news.phrase)];
    case Kind::question:
        return words_of(news.question, session);
    case Kind::answer:
        return words_of(news.answer, session);
    case Kind::decision:
        return decision_for(viewer, news.decision);
    case Kind::alert:
        return viewer == Viewer::therapist ? "  " + words_of(news.alert) : "";
    case Kind::waiting:
        return keys ? "Take your time; n goes on." : "";
    }
    return "";
}

} // namespace crura::app
