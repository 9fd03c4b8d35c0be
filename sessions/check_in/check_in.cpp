#include "sessions/check_in/check_in.hpp"

#include "sessions/pause.hpp"

#include <algorithm>

namespace crura::sessions {
namespace {

using Questions = Few<Question, 3>;

Questions questions_of(CheckInTime when) noexcept
{
    Questions questions;
    const auto ask = [&](std::initializer_list<Question> all) {
        for (const Question question : all)
            questions.push_back(question);
    };
    switch (when) {
    case CheckInTime::none:
        break;
    case CheckInTime::before:
        ask({Question::ease, Question::tension});
        break;
    case CheckInTime::after:
        ask({Question::ease, Question::tension, Question::ready});
        break;
    case CheckInTime::standing:
        ask({Question::difference});
        break;
    case CheckInTime::pace:
        ask({Question::comfort});
        break;
    }
    return questions;
}

int choices_of(Question question) noexcept
{
    return kChoicesOf[std::size_t(question)];
}

struct Words {
    Phrase ask, first; // choice; the others follow
};

Words words_of(Question question) noexcept
{
    switch (question) {
    case Question::none:
        break;
    case Question::ease:
        return {Phrase::ask_ease, Phrase::ease_0};
    case Question::tension:
        return {Phrase::ask_tension, Phrase::tension_0};
    case Question::ready:
        return {Phrase::ask_ready, Phrase::ready_0};
    case Question::difference:
        return {Phrase::ask_difference, Phrase::difference_0};
    case Question::comfort:
        return {Phrase::ask_comfort, Phrase::comfort_0};
    }
    return {Phrase::none, Phrase::none};
}

} // namespace

CheckInState CheckIn::operator()(Time now, CheckInTime asked, const SessionState& last,
                                 const BreathState& breath, std::span<const Command> commands,
                                 Wishes& wishes) noexcept
{
    const Duration tick = length_(now);
    if (last.step != step_ || asked != when_) {
        step_ = last.step;
        when_ = asked;
        at_ = 0;
        go(asked == CheckInTime::none ? Stage::idle : Stage::question);
    }
    Pause pause{!last.running, last.braked};
    for (const Command command : commands)
        pause.obey(command);
    CheckInState state;
    if (stage_ == Stage::idle || pause.paused || last.finished)
        return state;

    since_ += tick;
    if (stage_ == Stage::between && waited(params_.between_s))
        go(Stage::question);
    if (stage_ != Stage::between) {
        listen(now, last.phrase);
        hear(now, breath, commands, state);
    }
    if (open())
        speak(now, state, wishes);
    if (open()) {
        state.question = question();
        state.when = when_;
        state.offered = std::int8_t(on_offer_);
    }
    return state;
}

bool CheckIn::open() const noexcept
{
    return stage_ != Stage::idle && stage_ != Stage::between;
}

Question CheckIn::question() const noexcept
{
    return questions_of(when_)[at_];
}

Phrase CheckIn::words() const noexcept
{
    const Words words = words_of(question());
    return stage_ == Stage::question ? words.ask
        : stage_ == Stage::how       ? Phrase::how_to_answer
                                     : Phrase(int(words.first) + choice_);
}

// Whether its own words were heard now; time runs from there.
void CheckIn::listen(Time now, Phrase said) noexcept
{
    if (!wished_ || said_ || said != words())
        return;
    said_ = true;
    since_ = {};
    if (stage_ == Stage::how)
        told_how_ = true;
    if (stage_ == Stage::offer) {
        on_offer_ = choice_;
        offered_[std::size_t(choice_)] = now;
    }
}

void CheckIn::hear(Time now, const BreathState& breath, std::span<const Command> commands,
                   CheckInState& state) noexcept
{
    for (const Command command : commands) {
        if (command == Command::skip_question)
            return answer(now, AnsweredBy::nobody, 0, state);
        const int choice = choice_of(command);
        if (0 <= choice && choice < choices_of(question()))
            return answer(now, AnsweredBy::hand, choice, state);
    }
    const int choice = taken(breath);
    if (choice >= 0)
        answer(now, AnsweredBy::breath, choice, state);
}

// The choice that short breaths meant: the one on offer when they began, however late they are
// known. -1: none.
int CheckIn::taken(const BreathState& breath) const noexcept
{
    for (const Event& event : breath.events) {
        if (event.kind != EventKind::short_breaths)
            continue;
        const Time heard = event.start - from_seconds(params_.reaction_s);
        for (int choice = on_offer_; choice >= 0; --choice)
            if (offered_[std::size_t(choice)] <= heard)
                return choice;
    }
    return -1;
}

void CheckIn::answer(Time now, AnsweredBy by, int choice, CheckInState& state) noexcept
{
    state.answers.push_back({question(), when_, by, std::uint8_t(choice), now});
    ++at_;
    go(at_ < questions_of(when_).size() ? Stage::between : Stage::idle);
}

// Wishes for the words of this stage, and goes on when they were followed by enough time.
void CheckIn::speak(Time now, CheckInState& state, Wishes& wishes) noexcept
{
    const bool dropped = !said_ && waited(params_.unsaid_s);
    const bool last_choice = stage_ == Stage::offer && choice_ + 1 == choices_of(question());
    const double patience_s = stage_ != Stage::offer ? params_.hand_s
        : last_choice                                ? params_.offer_s + params_.late_s
                                                     : params_.offer_s;
    if (dropped || (said_ && waited(patience_s))) {
        if (last_choice)
            return answer(now, AnsweredBy::nobody, 0, state);
        if (stage_ == Stage::offer)
            ++choice_;
        go(stage_ == Stage::question && !told_how_ ? Stage::how : Stage::offer);
    }
    if (!wished_)
        wished_ = wishes.phrases.push_back(words());
}

bool CheckIn::waited(double seconds) const noexcept
{
    return since_ >= from_seconds(seconds);
}

void CheckIn::go(Stage stage) noexcept
{
    stage_ = stage;
    since_ = {};
    wished_ = said_ = false;
    if (stage == Stage::question) {
        choice_ = 0;
        on_offer_ = -1;
        offered_.fill(Time::max());
    }
}

} // namespace crura::sessions
