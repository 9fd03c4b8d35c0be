#include "app/script.hpp"

#include "app/care_words.hpp"
#include "core/names.hpp"
#include "sessions/guide/rate_assessment.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace crura::app {
namespace {

constexpr std::array kIntents = {"witness", "invite", "guide"};
constexpr std::array kAdvice = {"none", "softer", "yield", "rest", "mirror"};
constexpr std::array kAlerts = {"none", "look", "act"};

std::string spoken(Phrase phrase, const sessions::Session& session)
{
    const auto& text = session.phrases[std::size_t(phrase)];
    return text.empty() ? fmt::format("(a soft bowl: {})", name_of(phrase))
                        : fmt::format("\"{}\" ({})", text, name_of(phrase));
}

std::string answer_of(const Answer& answer, const sessions::Session& session)
{
    if (answer.by == AnsweredBy::nobody)
        return fmt::format("   {}: let pass", name_of(answer.question));
    return fmt::format("   {} ({})", words_of(answer, session),
                       answer.by == AnsweredBy::breath ? "by breath" : "by hand");
}

} // namespace

std::vector<std::string> Script::operator()(const Snapshot& now)
{
    lines_.clear();
    write_changes(now);
    write_words(now);
    write_sound(now);
    write_minute(now);
    write_rates(now);
    last_ = now.session;
    return std::move(lines_);
}

void Script::write(const Snapshot& now, const std::string& text)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.session.elapsed).count();
    lines_.push_back(fmt::format("{:>2}:{:02}  {}", seconds / 60, seconds % 60, text));
}

void Script::write_changes(const Snapshot& now)
{
    const SessionState& session = now.session;
    if (session.step != last_.step && session.step != SessionState::kNone) {
        const auto& step = session_->steps[std::size_t(session.step)];
        write(now, fmt::format("== {} ({})", step.name, kIntents[std::size_t(step.intent)]));
    }
    if (session.braked && !last_.braked)
        write(now, "   quiet");
    else if (session.running != last_.running && !session.finished && last_.step >= 0)
        write(now, session.running ? "   goes on" : "   paused");
    if (session.waiting && !last_.waiting)
        write(now, "   waits for the person");
    if (session.finished && !last_.finished)
        write(now, "   over");
    if (const auto stage = now.target.stage; stage != std::exchange(stage_, stage))
        write(now, fmt::format("   guide: {}", name_of(stage)));
    if (const auto air = now.air.advice; air != std::exchange(air_, air))
        write(now, fmt::format("   air: {}", kAdvice[std::size_t(air)]));
    if (const auto alert = now.guard.alert; alert != std::exchange(alert_, alert))
        write(now, fmt::format("   alert: {}", kAlerts[std::size_t(alert)]));
    for (const Decision& decision : now.decisions)
        write(now, "   decides: " + words_of(decision));
}

void Script::write_words(const Snapshot& now)
{
    const SessionState& session = now.session;
    if (session.prompt != SessionState::kNone)
        write(now,
              fmt::format("\"{}\"",
                          session_->steps[std::size_t(session.step)]
                              .prompts[std::size_t(session.prompt)]
                              .say));
    if (session.phrase != Phrase::none)
        write(now, spoken(session.phrase, *session_));
    for (const Answer& answer : now.check_in.answers)
        write(now, answer_of(answer, *session_));
}

void Script::write_sound(const Snapshot& now)
{
    const float presence = now.cues.audio.presence;
    const bool heard = heard_ ? presence > 0 : presence >= 1;
    if (heard != std::exchange(heard_, heard))
        write(now, heard ? "   sound is there" : "   sound is gone");
}

void Script::write_minute(const Snapshot& now)
{
    const auto minute = std::chrono::floor<std::chrono::minutes>(now.session.elapsed).count();
    if (minute == std::exchange(minute_, minute))
        return;
    const BreathState& breath = now.breath;
    std::string text = "  ";
    text += breath.breath_rate_bpm.known
        ? fmt::format(" breath {:.0f}/min", breath.breath_rate_bpm.value)
        : " breath --";
    if (breath.abdominal_share.known)
        text += fmt::format(", belly {:.0f} %", 100 * breath.abdominal_share.value);
    if (now.target.level > 0)
        text += fmt::format(", guide {:.1f}/min", now.target.breath_rate_bpm);
    if (now.guard.on)
        text += ", " + words_of(now.guard);
    write(now, text);
}

// Of the one before, when the next is tried or the session is over.
void Script::write_rates(const Snapshot& now)
{
    const auto& rates = now.assessment.rates;
    const bool over = now.session.finished && !last_.finished;
    if (rates.size() == rates_ && !over)
        return;
    if (rates_ > 0) {
        const RateScore& rate = rates[rates_ - 1];
        write(now,
              fmt::format("   asked {:.1f}/min, breathed {:.1f}{}", rate.asked_bpm,
                          rate.breath_rate_bpm.value, rate.counts ? "" : ": does not count"));
    }
    rates_ = rates.size();
    if (over && rates_ > 0)
        write(now, "   " + sessions::in_words(now.assessment));
}

} // namespace crura::app
