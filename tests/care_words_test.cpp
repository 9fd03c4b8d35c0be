#include "app/care_words.hpp"
#include "sessions/phrases.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <set>

using namespace crura;
using namespace crura::app;
using namespace std::chrono_literals;

namespace {

sessions::Session english()
{
    sessions::Session session;
    session.phrases = sessions::english_phrases();
    return session;
}

} // namespace

TEST_CASE("A decision is told with what was seen and the limit that it passed")
{
    CHECK(words_of(Decision{DecisionKind::ask_response, Ground::schedule_s, {}, 302, 300})
          == "asks whether they are here: 5:02 since the last sign of them (limit 5:00)");
    CHECK(words_of(Decision{DecisionKind::brake, Ground::hold_s, {}, 20.26, 20})
          == "brakes: the breath is held for 20.3 s (limit 20.0)");
    CHECK(words_of(Decision{DecisionKind::yield, Ground::lag, {}, 0.081, 0.06})
          == "the guide comes back towards them: the breaths are 8 % shorter than asked (limit 6)");
    CHECK(words_of(Decision{DecisionKind::brake, Ground::asked, {}, 0, 0})
          == "brakes: somebody asked for it");
}

TEST_CASE("Every decision on every ground has words of its own, and none pushes or scolds")
{
    std::set<std::string> told;
    for (std::size_t kind = 0; kind < kDecisionKinds; ++kind)
        for (std::size_t ground = 0; ground < kGrounds; ++ground)
            told.insert(words_of(Decision{DecisionKind(kind), Ground(ground), {}, 1, 2}));
    CHECK(told.size() == kDecisionKinds * kGrounds);
    for (const auto& text : told)
        CHECK(text.find("{") == std::string::npos);
}

TEST_CASE("A decision whose numbers are none, or that a newer Crura made, says nothing")
{
    CHECK(words_of(Decision{DecisionKind(200), Ground::hold_s, {}, 1, 2}).empty());
    CHECK(words_of(Decision{DecisionKind::brake, Ground(200), {}, 1, 2}).empty());
    CHECK(words_of(Decision{DecisionKind::brake,
                            Ground::hold_s,
                            {},
                            std::numeric_limits<double>::quiet_NaN(),
                            2})
              .empty());
}

TEST_CASE("A question is asked with the key of each of its choices")
{
    const auto text = words_of(Question::tension, english());
    CHECK(text.starts_with("Where is there tension now?\n"));
    CHECK(text.find(" 1 jaw or neck ") != std::string::npos);
    CHECK(text.find(" 6 legs ") != std::string::npos);
    CHECK(text.find(" 7 ") == std::string::npos);
    CHECK(words_of(Question::none, english()).empty());
}

TEST_CASE("An answer is told in its words, a question that was let pass not at all")
{
    CHECK(words_of(Answer{Question::tension, CheckInTime::after, AnsweredBy::breath, 5}, english())
          == "Tension: hips.");
    CHECK(words_of(Answer{Question::ready, CheckInTime::after, AnsweredBy::hand, 0}, english())
          == "Ready to stop: not yet.");
    CHECK(words_of(Answer{Question::ease, CheckInTime::after, AnsweredBy::nobody, 0}, english())
              .empty());
}

TEST_CASE("Where a language has no words for a choice, its number stands for it")
{
    auto session = english();
    session.phrases[std::size_t(Phrase::ease_3)].clear();
    CHECK(words_of(Answer{Question::ease, CheckInTime::before, AnsweredBy::hand, 3}, session)
          == "Ease: 3.");
}

TEST_CASE("Each choice of each question has a phrase of its own, and no more than there are")
{
    std::set<Phrase> phrases;
    std::size_t choices = 0;
    for (std::size_t q = 1; q < kQuestions; ++q) {
        CHECK(phrase_of(Question(q), kChoicesOf[q]) == Phrase::none);
        CHECK(phrase_of(Question(q), -1) == Phrase::none);
        phrases.insert(phrase_of(Question(q)));
        for (int choice = 0; choice < kChoicesOf[q]; ++choice, ++choices)
            phrases.insert(phrase_of(Question(q), choice));
    }
    CHECK(phrases.size() == choices + kQuestions - 1);
    CHECK(phrases.count(Phrase::none) == 0);
}

TEST_CASE("Where the guard stands is told as far as it is known")
{
    GuardState guard;
    CHECK(words_of(guard).empty());
    guard.on = true;
    guard.tremor_time = 130s;
    CHECK(words_of(guard) == "tremor 2:10");
    guard.tremor_limit = 300s;
    guard.held_s = 6.2;
    CHECK(words_of(guard) == "tremor 2:10 of 5:00  held 6 s");
    guard.hold_limit_s = 10;
    guard.awaiting_response = true;
    guard.response_left = 7s;
    guard.alert = Alert::act;
    CHECK(words_of(guard) == "tremor 2:10 of 5:00  held 6 s of 10  are they here? 0:07  ACT");
}
