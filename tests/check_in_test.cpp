#include "sessions/check_in/check_in.hpp"

#include "support/watched_session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;
using crura::test::WatchedSession;

namespace {

// A check-in, and who may answer it.
struct Asked {
    CheckIn check_in{{}};
    CheckInTime when = CheckInTime::before;
    WatchedSession session;
    BreathState breath;
    Time now = time_from_seconds(100);
    Duration tick = 50ms;

    CheckInState state;
    Wishes wishes; // of the last tick
    std::vector<Answer> answers;

    const CheckInState& operator()(std::span<const Command> commands = {})
    {
        now += tick;
        wishes = {};
        state = check_in(now, when, session.state, breath, commands, wishes);
        session(now, commands, wishes);
        breath.events.clear();
        for (const Answer& answer : state.answers)
            answers.push_back(answer);
        return state;
    }
    const CheckInState& operator()(Command command) { return (*this)(std::span(&command, 1)); }

    void pass(Duration time)
    {
        for (const Time end = now + time; now < end;)
            (*this)();
    }
    // Until it is said, and a tick more, in which it is heard.
    void until(Phrase phrase)
    {
        for (int i = 0; i < 6000; ++i) {
            (*this)();
            if (session.state.phrase == phrase)
                return void((*this)());
        }
        FAIL("was not said: " << name_of(phrase));
    }
    void until(Question question)
    {
        for (int i = 0; i < 6000 && state.question != question; ++i)
            (*this)();
        REQUIRE(state.question == question);
    }

    void short_breaths(Duration began_ago)
    {
        breath.events.push_back({EventKind::short_breaths, now - began_ago, now, now, 4, true});
        (*this)();
    }

    void next_step(CheckInTime asked)
    {
        ++session.state.step;
        when = asked;
    }

    std::vector<Phrase> said() const
    {
        std::vector<Phrase> phrases;
        for (const auto& said : session.said)
            phrases.push_back(said.phrase);
        return phrases;
    }
    int count(Phrase phrase) const
    {
        const auto all = said();
        return int(std::count(all.begin(), all.end(), phrase));
    }
};

bool same(const Answer& a, const Answer& b)
{
    return std::tie(a.question, a.when, a.by, a.choice, a.time)
        == std::tie(b.question, b.when, b.by, b.choice, b.time);
}

} // namespace

TEST_CASE("Check-in: each time asks its own questions, one after another, and then is silent")
{
    using Q = Question;
    struct Row {
        CheckInTime when;
        std::vector<Question> questions;
    };
    const auto row =
        GENERATE(Row{CheckInTime::none, {}}, Row{CheckInTime::before, {Q::ease, Q::tension}},
                 Row{CheckInTime::after, {Q::ease, Q::tension, Q::ready}},
                 Row{CheckInTime::standing, {Q::difference}}, Row{CheckInTime::pace, {Q::comfort}});
    Asked one;
    one.when = row.when;
    for (const Question question : row.questions) {
        one.until(question);
        CHECK(one.state.when == row.when);
        CHECK(one.state.offered == -1);
        one.pass(3s);
        one(answer(1));
        CHECK(one.state.question == Question::none);
    }
    one.pass(10min);
    CHECK(one.state.question == Question::none);
    REQUIRE(one.answers.size() == row.questions.size());
    for (std::size_t i = 0; i < one.answers.size(); ++i) {
        CHECK(one.answers[i].question == row.questions[i]);
        CHECK(one.answers[i].when == row.when);
        CHECK(one.answers[i].by == AnsweredBy::hand);
        CHECK(one.answers[i].choice == 1);
    }
    CHECK(one.session.said.size() == row.questions.size());
}

TEST_CASE("Check-in: an answer by hand is the one that was pressed, at any moment of its question")
{
    const int choice = GENERATE(range(0, 7));
    const Duration after = GENERATE(0s, 1s, 10s, 20s, 40s);
    Asked one;
    one(Command::skip_question);
    one.until(Question::tension);
    one.pass(after);
    one(answer(choice));
    REQUIRE(one.answers.size() == 2);
    CHECK(one.answers[1].choice == choice);
    CHECK(one.answers[1].by == AnsweredBy::hand);
    CHECK(one.answers[1].time == one.now);
}

TEST_CASE("Check-in: what a hand cannot mean is no answer")
{
    Asked one;
    SECTION("a choice that the question does not have")
    {
        one(answer(5));
        CHECK(one.answers.empty());
        CHECK(one.state.question == Question::ease);
    }
    SECTION("a press too many does not answer the next question")
    {
        const Command twice[] = {answer(2), answer(3)};
        one(twice);
        one(answer(3));
        CHECK(one.answers.size() == 1);
        one.until(Question::tension);
        CHECK(one.answers.size() == 1);
    }
    SECTION("anything else that a person may press")
    {
        for (const Command command : {Command::here, Command::mark, Command::next, Command::dizzy})
            one(command);
        CHECK(one.answers.empty());
    }
    SECTION("an answer to no question")
    {
        one.when = CheckInTime::none;
        one(answer(0));
        one(Command::skip_question);
        CHECK(one.answers.empty());
    }
}

TEST_CASE("Check-in: choices are offered one after another, and how to answer is told once")
{
    Asked one;
    one.pass(10min);
    const std::vector<Phrase> expected = {
        Phrase::ask_ease,  Phrase::how_to_answer, Phrase::ease_0,    Phrase::ease_1,
        Phrase::ease_2,    Phrase::ease_3,        Phrase::ease_4,    Phrase::ask_tension,
        Phrase::tension_0, Phrase::tension_1,     Phrase::tension_2, Phrase::tension_3,
        Phrase::tension_4, Phrase::tension_5,     Phrase::tension_6};
    CHECK(one.said() == expected);
    REQUIRE(one.answers.size() == 2);
    CHECK(one.answers[0].by == AnsweredBy::nobody);
    CHECK(one.answers[1].by == AnsweredBy::nobody);

    one.next_step(CheckInTime::standing);
    one.pass(10min);
    CHECK(one.count(Phrase::how_to_answer) == 1);
    CHECK(one.count(Phrase::difference_2) == 1);
    CHECK(one.answers.size() == 3);
}

TEST_CASE("Check-in: two short breaths take the choice on offer when they began")
{
    Asked one;
    one.until(Phrase::ease_1);
    CHECK(one.state.offered == 1);

    SECTION("while it is the newest")
    {
        one.pass(6s);
        one.short_breaths(4s);
        REQUIRE(one.answers.size() == 1);
        CHECK(one.answers[0].choice == 1);
        CHECK(one.answers[0].by == AnsweredBy::breath);
    }
    SECTION("though they are known only when the next one is on offer")
    {
        one.pass(5s);
        one.until(Phrase::ease_2);
        one.pass(1s);
        one.short_breaths(5s);
        REQUIRE(one.answers.size() == 1);
        CHECK(one.answers[0].choice == 1);
    }
    SECTION("though the next one was just begun to be said, which nobody can have heard")
    {
        one.until(Phrase::ease_2);
        one.pass(5s);
        one.short_breaths(4500ms);
        REQUIRE(one.answers.size() == 1);
        CHECK(one.answers[0].choice == 1);
    }
    SECTION("and the last one as well, known late")
    {
        one.until(Phrase::ease_4);
        one.pass(11s);
        one.short_breaths(8s);
        REQUIRE(one.answers.size() == 1);
        CHECK(one.answers[0].choice == 4);
    }
    SECTION("and are no answer when they began before any choice was heard")
    {
        one.short_breaths(30s);
        CHECK(one.answers.empty());
    }
}

TEST_CASE("Check-in: short breaths before anything is offered, or after a question, answer nothing")
{
    Asked one;
    one.until(Phrase::ask_ease);
    one.pass(4s);
    one.short_breaths(3s);
    CHECK(one.answers.empty());
    one.until(Phrase::ease_0);
    one(answer(3));
    one.until(Question::tension);
    one.short_breaths(6s); // meant for the question before
    CHECK(one.answers.size() == 1);
}

TEST_CASE("Check-in: a hand that presses while the breath is taken wins")
{
    Asked one;
    one.until(Phrase::ease_0);
    one.pass(5s);
    one.breath.events.push_back(
        {EventKind::short_breaths, one.now - 3s, one.now, one.now, 4, true});
    one(answer(4));
    REQUIRE(one.answers.size() == 1);
    CHECK(one.answers[0].choice == 4);
    CHECK(one.answers[0].by == AnsweredBy::hand);
}

TEST_CASE("Check-in: a choice is on offer from when it was said, however late that is")
{
    Asked one;
    one.session.slow = 20s;
    one.until(Question::ease);
    for (int i = 0; i < 6000 && one.answers.empty(); ++i) {
        one();
        const Phrase phrase = one.session.state.phrase;
        const int last = one.state.offered;
        if (phrase >= Phrase::ease_0 && phrase <= Phrase::ease_4) {
            CHECK(last == int(phrase) - int(Phrase::ease_0) - 1);
            one();
            CHECK(one.state.offered == last + 1);
        }
    }
    CHECK(one.count(Phrase::ease_4) == 1);
}

TEST_CASE("Check-in: words that cannot be said let the questions pass in the end")
{
    Asked one;
    one.session.mute = true;
    one.pass(30min);
    CHECK(one.answers.size() == 2);
    CHECK(one.state.question == Question::none);
    one.next_step(CheckInTime::standing);
    one.session.mute = false;
    one.until(Phrase::how_to_answer); // it was not told yet
}

TEST_CASE("Check-in: a question that was let pass is answered by nobody and never repeated")
{
    Asked one;
    SECTION("skipped")
    {
        one(Command::skip_question);
    }
    SECTION("unanswered")
    {
        one.until(Question::tension);
    }
    REQUIRE(one.answers.size() == 1);
    CHECK(one.answers[0].by == AnsweredBy::nobody);
    CHECK(one.answers[0].question == Question::ease);
    one.pass(20min);
    CHECK(one.count(Phrase::ask_ease) <= 1);
    CHECK(one.answers.size() == 2);
}

TEST_CASE("Check-in: a session that stands still is asked nothing, and its answers wait")
{
    const auto still = GENERATE(Command::pause, Command::brake);
    Asked one;
    one.until(Phrase::ease_1);
    one.pass(2s);
    one(still);
    CHECK(one.wishes.phrases.empty());
    CHECK(one.state.question == Question::none);
    const auto said = one.session.said.size();
    one.pass(10min);
    one(answer(2));
    one.short_breaths(3s);
    CHECK(one.session.said.size() == said);
    CHECK(one.answers.empty());

    one(Command::resume);
    CHECK(one.state.question == Question::ease);
    CHECK(one.state.offered == 1);
    one.pass(4s);
    CHECK(one.state.offered == 1);
    one.until(Phrase::ease_2); // and goes on where it was
    CHECK(one.count(Phrase::ease_1) == 1);
}

TEST_CASE("Check-in: a brake in the tick in which a question begins keeps it from being asked")
{
    Asked one;
    one(Command::brake);
    CHECK(one.wishes.phrases.empty());
    CHECK(one.state.question == Question::none);
}

TEST_CASE("Check-in: with its step a question is dropped, unanswered and unmentioned")
{
    Asked one;
    one.until(Phrase::ease_2);
    SECTION("for none")
    {
        one.next_step(CheckInTime::none);
        one();
        CHECK(one.state.question == Question::none);
        one.pass(10min);
        CHECK(one.answers.empty());
    }
    SECTION("for others")
    {
        one.next_step(CheckInTime::after);
        one();
        CHECK(one.state.question == Question::ease);
        CHECK(one.state.when == CheckInTime::after);
        CHECK(one.state.offered == -1);
        one.pass(10min);
        CHECK(one.answers.size() == 3);
        CHECK(one.count(Phrase::ask_ease) == 2);
    }
    SECTION("with the session")
    {
        one(Command::end);
        one.pass(10min);
        CHECK(one.state.question == Question::none);
        CHECK(one.answers.empty());
    }
}

TEST_CASE("Check-in: a computer that slept for an hour lets no question pass by that")
{
    Asked one;
    one.until(Phrase::ease_3);
    one.now += 1h;
    one();
    CHECK(one.answers.empty());
    CHECK(one.state.offered == 3);
    one.pass(2s);
    CHECK(one.state.offered == 3);
}

TEST_CASE("Check-in: a copy goes on from where it was taken, and tells how to answer once")
{
    const unsigned seed = GENERATE(1u, 2u, 3u, 4u);
    std::minstd_rand random(seed);
    const auto any = [&](int below) { return std::uniform_int_distribution(0, below - 1)(random); };
    const auto storm = [&](Asked& one) {
        if (any(4000) == 0)
            one.next_step(CheckInTime(any(5)));
        if (any(100) == 0)
            one.breath.events.push_back({EventKind::short_breaths, one.now - from_seconds(any(8)),
                                         one.now, one.now, 4, true});
        std::vector<Command> commands;
        if (any(400) == 0)
            commands.push_back(any(2) == 0 ? Command::resume : Command(any(23)));
        std::erase(commands, Command::end);
        std::erase(commands, Command::next);
        one(commands);
    };
    Asked one;
    for (int i = 0; i < 40'000; ++i)
        storm(one);
    Asked copy = one;
    const auto state = random;
    for (int i = 0; i < 40'000; ++i)
        storm(one);
    random = state;
    for (int i = 0; i < 40'000; ++i)
        storm(copy);
    CHECK(std::equal(one.answers.begin(), one.answers.end(), copy.answers.begin(),
                     copy.answers.end(), same));
    CHECK(one.said() == copy.said());
    CHECK(one.answers.size() > 5);
    CHECK(one.count(Phrase::how_to_answer) == 1);
}
