#include "sessions/speech_turns.hpp"

#include "sessions/runner.hpp"

#include <algorithm>

namespace crura::sessions {

SpeechTurns::Urgency SpeechTurns::urgency_of(Phrase phrase) noexcept
{
    switch (phrase) {
    case Phrase::tone:
    case Phrase::ground_knees:
    case Phrase::ground_eyes:
    case Phrase::ground_floor:
    case Phrase::ground_name:
        return Urgency::at_once;
    case Phrase::are_you_here:
    case Phrase::still_here:
        return Urgency::first;
    case Phrase::softer:
    case Phrase::just_notice:
    case Phrase::low_back:
    case Phrase::settle_again:
        return Urgency::calm;
    default:
        return Urgency::soon;
    }
}

void SpeechTurns::operator()(Time now, Duration quiet, std::span<const Phrase> wished,
                             SessionState& session) noexcept
{
    take(now, wished, session);
    forget(now, session);
    session.prompt = SessionState::kNone;
    session.phrase = Phrase::none;
    if (const auto at = next(now, quiet))
        say_phrase(now, *at, session);
    else if (prompt_ && quiet_for(now, to_seconds(kShortestGap)))
        say_prompt(now, session);
}

void SpeechTurns::take(Time now, std::span<const Phrase> wished,
                       const SessionState& session) noexcept
{
    for (const Phrase phrase : wished) {
        const auto same = [phrase](const Waiting& each) { return each.phrase == phrase; };
        if (phrase != Phrase::none && std::none_of(waiting_.begin(), waiting_.end(), same))
            waiting_.push_back({phrase, now});
    }
    if (session.prompt != SessionState::kNone)
        prompt_ = {session.step, session.prompt, now};
}

void SpeechTurns::forget(Time now, const SessionState& session) noexcept
{
    const auto late = [&](Time since) { return to_seconds(now - since) > params_.patience_s; };
    Few<Waiting, kMost> kept;
    for (const Waiting& each : waiting_) {
        const bool may = session.running
            || (session.braked && urgency_of(each.phrase) == Urgency::at_once
                && each.phrase != Phrase::tone);
        if (may && !late(each.since))
            kept.push_back(each);
    }
    waiting_ = kept;
    if (prompt_ && (!session.running || late(prompt_->since)))
        prompt_.reset();
}

double SpeechTurns::gap_s(Phrase phrase, Duration quiet) const noexcept
{
    switch (urgency_of(phrase)) {
    case Urgency::at_once:
        return 0;
    case Urgency::first:
    case Urgency::soon:
        return params_.soon_s;
    default:
        return std::clamp(to_seconds(quiet), to_seconds(kShortestGap), params_.calm_s);
    }
}

bool SpeechTurns::quiet_for(Time now, double seconds) const noexcept
{
    return !last_words_ || to_seconds(now - *last_words_) >= seconds;
}

// The most urgent that may speak now; of equally urgent ones the first.
std::optional<std::size_t> SpeechTurns::next(Time now, Duration quiet) const noexcept
{
    std::optional<std::size_t> best;
    for (std::size_t at = 0; at < waiting_.size(); ++at) {
        const Phrase phrase = waiting_[at].phrase;
        if (quiet_for(now, gap_s(phrase, quiet))
            && (!best || urgency_of(phrase) < urgency_of(waiting_[*best].phrase)))
            best = at;
    }
    return best;
}

void SpeechTurns::say_phrase(Time now, std::size_t at, SessionState& session) noexcept
{
    session.phrase = waiting_[at].phrase;
    if (session.phrase != Phrase::tone)
        last_words_ = now;
    Few<Waiting, kMost> rest;
    for (std::size_t each = 0; each < waiting_.size(); ++each)
        if (each != at)
            rest.push_back(waiting_[each]);
    waiting_ = rest;
}

// One of a step that is over is not said any more.
void SpeechTurns::say_prompt(Time now, SessionState& session) noexcept
{
    const LatePrompt late = *prompt_;
    prompt_.reset();
    if (now != late.since && late.step != session.step)
        return;
    session.step = late.step;
    session.prompt = late.prompt;
    last_words_ = now;
}

} // namespace crura::sessions
