#include "sessions/speech_turns.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

constexpr Duration kTick = 10ms;

// A session with one voice, of which everything that was said is kept.
struct Voice {
    SpeechTurns turns{{}};
    Time now{};
    Duration quiet = 120s;
    SessionState state = [] {
        SessionState running;
        running.running = true;
        running.step = 0;
        return running;
    }();
    std::vector<std::pair<double, std::string>> said;

    void tick(std::vector<Phrase> wished = {}, std::int16_t prompt = SessionState::kNone)
    {
        SessionState session = state;
        session.prompt = prompt;
        turns(now, quiet, wished, session);
        CHECK((session.prompt == SessionState::kNone || session.phrase == Phrase::none));
        if (session.prompt != SessionState::kNone)
            said.emplace_back(to_seconds(now - Time{}), "prompt " + std::to_string(session.prompt));
        if (session.phrase != Phrase::none)
            said.emplace_back(to_seconds(now - Time{}), name_of(session.phrase));
        now += kTick;
    }
    void wait(Duration duration)
    {
        for (const Time until = now + duration; now < until;)
            tick();
    }
};

using Said = std::vector<std::pair<double, std::string>>;

} // namespace

TEST_CASE("A prompt is said in the tick in which it is due, when nobody spoke before")
{
    Voice voice;
    voice.tick({}, 2);
    CHECK(voice.said == Said{{0, "prompt 2"}});
}

TEST_CASE("A prompt that is due right after other words waits eight seconds, and is said once")
{
    Voice voice;
    voice.tick({Phrase::thank_you});
    voice.wait(1s - kTick);
    voice.tick({}, 0);
    voice.wait(60s);
    CHECK(voice.said == Said{{0, "thank_you"}, {8, "prompt 0"}});
}

TEST_CASE("A prompt whose step is over while it waits is not said in the next")
{
    Voice voice;
    voice.tick({Phrase::thank_you});
    voice.tick({}, 0);
    voice.state.step = 1;
    voice.wait(30s);
    CHECK(voice.said == Said{{0, "thank_you"}});
}

TEST_CASE("Whether somebody is here is asked before all others, once the last words were heard")
{
    Voice voice;
    voice.tick({}, 0);
    voice.tick({Phrase::tremor_enough, Phrase::are_you_here});
    voice.wait(12s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {5, "are_you_here"}, {10, "tremor_enough"}});
}

TEST_CASE("A reminder waits for half a minute of quiet, or for the step's quiet if that is less")
{
    Voice voice;
    voice.quiet = GENERATE(120s, 15s);
    voice.tick({}, 0);
    voice.tick({Phrase::low_back});
    voice.wait(60s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {voice.quiet == 120s ? 30. : 15., "low_back"}});
}

TEST_CASE("What is urgent goes before what waited longer, and equals keep their order")
{
    Voice voice;
    voice.tick({}, 0);
    voice.tick({Phrase::softer});
    voice.tick({Phrase::ask_ease, Phrase::ease_0});
    voice.wait(40s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {5, "ask_ease"}, {10, "ease_0"}, {40, "softer"}});
}

TEST_CASE("What has waited for more than a minute is not said any more")
{
    Voice voice;
    for (int i = 0; i < 20; ++i) { // somebody speaks every six seconds
        voice.tick({Phrase::are_you_here, i == 0 ? Phrase::softer : Phrase::none});
        voice.wait(6s - kTick);
    }
    voice.wait(60s);
    CHECK(voice.said.size() == 20);
    CHECK(voice.said.back().second == "are_you_here");
}

TEST_CASE("The same phrase asked for in every tick is said once while it waits")
{
    Voice voice;
    voice.tick({}, 0);
    for (int i = 0; i < 100; ++i)
        voice.tick({Phrase::softer});
    voice.wait(80s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {30, "softer"}});
}

TEST_CASE("While the session is braked only the grounding is heard, and what waited is forgotten")
{
    Voice voice;
    voice.tick({}, 0);
    voice.tick({Phrase::softer, Phrase::ask_ease});
    voice.state.running = false;
    voice.state.braked = true;
    voice.tick({Phrase::tone, Phrase::thank_you, Phrase::ground_knees}, 1);
    voice.wait(60s);
    voice.state.running = true;
    voice.state.braked = false;
    voice.wait(60s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {0.02, "ground_knees"}});
}

TEST_CASE("A session that is paused or over says nothing")
{
    Voice voice;
    voice.state.running = false;
    voice.state.finished = GENERATE(false, true);
    voice.tick({Phrase::are_you_here, Phrase::ground_knees, Phrase::tone}, 0);
    voice.wait(10s);
    CHECK(voice.said.empty());
}

TEST_CASE("A soft bowl disturbs no words and waits for none")
{
    Voice voice;
    voice.tick({}, 0);
    voice.tick({Phrase::tone, Phrase::let_it_out});
    voice.wait(8s);
    CHECK(voice.said == Said{{0, "prompt 0"}, {0.01, "tone"}, {5, "let_it_out"}});
}

TEST_CASE("A copy of the voice goes on from where it was taken")
{
    Voice voice;
    voice.tick({}, 0);
    voice.tick({Phrase::softer, Phrase::ask_ease});
    voice.wait(3s);
    Voice copy = voice;
    voice.wait(40s);
    copy.wait(40s);
    CHECK(voice.said == copy.said);
    CHECK(voice.said.size() == 3);
}
