#include "sessions/loader.hpp"
#include "sessions/runner.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <filesystem>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

constexpr Time kBegin{1'000s};
constexpr Duration kTick = 10ms;

std::shared_ptr<const Session> rest_and_invite()
{
    static const auto session =
        load_session(std::filesystem::path(CRURA_ROOT) / "tests/programs/rest-and-invite.toml");
    REQUIRE(session);
    return std::make_shared<const Session>(*session);
}

// Two steps, 60 s and 120 s; three prompts.
std::shared_ptr<const Session> two_steps()
{
    Session session;
    session.steps.resize(2);
    session.steps[0].duration = 60s;
    session.steps[0].quiet = 20s;
    session.steps[0].prompts = {{5s, "Notice."}, {30s, "Allow."}};
    session.steps[1].duration = 120s;
    session.steps[1].quiet = 20s;
    session.steps[1].prompts = {{10s, "Wait."}};
    return std::make_shared<const Session>(session);
}

struct Given {
    Duration at;
    std::int16_t step;
    std::int16_t prompt;

    friend bool operator==(const Given&, const Given&) = default;
};

// What a person would have heard while the runner was called from `from` until `to`.
std::vector<Given> heard(Runner& runner, Time from, Time to, Duration tick = kTick)
{
    std::vector<Given> given;
    for (Time now = from; now < to; now += tick) {
        const auto state = runner(now, {});
        if (state.prompt != SessionState::kNone)
            given.push_back({state.elapsed, state.step, state.prompt});
    }
    return given;
}

// When the step ends in a session that lasts `total`.
Duration step_end(const Session& session, std::int16_t step, Duration total)
{
    Duration written{};
    for (std::int16_t s = 0; s <= step; ++s)
        written += session.steps[s].duration;
    return from_seconds(to_seconds(written) * to_seconds(total) / to_seconds(session.duration()));
}

SessionState tell(Runner& runner, Time now, Command command)
{
    return runner(now, std::span(&command, 1));
}

} // namespace

TEST_CASE("A session lasts as long as it was asked to, at any offered length")
{
    const auto session = rest_and_invite();
    const auto total = GENERATE(0.5, 1., 10., 15., 20., 60.) * 60 * 1s;
    Runner runner(session, std::chrono::duration_cast<Duration>(total));

    std::int16_t step = 0;
    SessionState state;
    Time now = kBegin;
    for (; !(state = runner(now, {})).finished; now += kTick) {
        REQUIRE(now - kBegin < total);
        REQUIRE(state.running);
        REQUIRE(state.elapsed == now - kBegin);
        REQUIRE(state.elapsed + state.left == total);
        REQUIRE((state.step == step || state.step == step + 1));
        step = state.step;
    }

    CHECK(now - kBegin == total);
    CHECK(step == 4);
    CHECK_FALSE(state.running);
    CHECK(state.step == 4); // its sound fades
    CHECK(state.elapsed == total);
    CHECK(state.left == 0s);
    CHECK(runner(now + 1h, {}).finished);
}

TEST_CASE("Steps keep their share of a scaled session")
{
    Runner runner(two_steps(), 90s); // half as long as written
    CHECK(runner(kBegin, {}).step == 0);
    for (Duration at = kTick; at < 30s; at += kTick)
        REQUIRE(runner(kBegin + at, {}).step == 0);
    CHECK(runner(kBegin + 30s, {}).step == 1);
}

TEST_CASE("At the written length or longer each prompt is given once, in order, at its time")
{
    const auto session = rest_and_invite();
    const int scale = GENERATE(1, 3);
    std::vector<Given> expected;
    Duration begin{};
    for (std::size_t s = 0; s < session->steps.size(); ++s) {
        const Step& step = session->steps[s];
        for (std::size_t p = 0; p < step.prompts.size(); ++p)
            expected.push_back(
                {(begin + step.prompts[p].at) * scale, std::int16_t(s), std::int16_t(p)});
        begin += step.duration;
    }
    const auto total = session->duration() * scale;
    Runner runner(session, total);

    CHECK(heard(runner, kBegin, kBegin + total + 10s) == expected);
    CHECK(expected.size() == 13);
}

TEST_CASE("A shorter session leaves sentences out rather than crowd them")
{
    const auto session = rest_and_invite();
    const double minutes = GENERATE(0.5, 1., 2., 5., 10., 15.);
    const auto total = from_seconds(minutes * 60);
    Runner runner(session, total);

    const auto given = heard(runner, kBegin, kBegin + total);

    INFO(minutes << " minutes, " << given.size() << " sentences");
    REQUIRE_FALSE(given.empty());
    CHECK(given.front().at == 0s);
    for (std::size_t i = 1; i < given.size(); ++i) {
        INFO("sentence " << i);
        const Step& before = session->steps[given[i - 1].step];
        const Step& step = session->steps[given[i].step];
        CHECK(given[i].at - given[i - 1].at >= kShortestGap);
        CHECK(given[i].at - given[i - 1].at >= std::min(before.quiet, step.quiet));
        if (given[i].step == given[i - 1].step)
            CHECK(given[i].prompt > given[i - 1].prompt);
        else
            CHECK(given[i].step > given[i - 1].step);
    }
    for (const Given& each : given)
        if (each.prompt > 0)
            CHECK(step_end(*session, each.step, total) - each.at
                  >= session->steps[each.step].quiet);
    std::vector<std::int16_t> opened;
    for (const Given& each : given)
        if (each.prompt == 0)
            opened.push_back(each.step);
    CHECK(opened.back() == 4); // nobody is left lying
    if (minutes >= 10)
        CHECK(opened == std::vector<std::int16_t>{0, 1, 2, 3, 4});
    if (minutes >= 5) // each part of getting up is said
        CHECK(std::count_if(given.begin(), given.end(), [](auto& g) { return g.step == 4; }) == 4);
}

TEST_CASE(
    "Across steps and at any length two minutes pass between sentences, unless a step asks less")
{
    Session session;
    session.steps.resize(4);
    for (Step& step : session.steps) {
        step.duration = 150s;
        step.quiet = 120s;
        step.prompts = {{10s, "Notice."}};
    }
    session.steps[2].prompts.clear();
    session.steps[3].prompts = {{0s, "Wait."}};
    const int share = GENERATE(range(5, 300, 5)); // of the written length [%]
    const auto total = session.duration() * share / 100;

    const auto closest = [&] {
        auto least = Duration::max();
        const auto plan = plan_prompts(session, total);
        for (std::size_t i = 1; i < plan.size(); ++i)
            least = std::min(least, plan[i].at - plan[i - 1].at);
        return least;
    };
    INFO(share << " %");
    CHECK(closest() >= 120s);
    if (share >= 100)
        CHECK(plan_prompts(session, total).size() == 3);

    session.steps[3].quiet = 30s; // its words may come sooner
    CHECK(closest() >= 30s);
    if (share >= 20)
        CHECK(plan_prompts(session, total).back().step == 3);
}

TEST_CASE("While resting there is at most one sentence in two minutes, in the long session")
{
    Runner runner(rest_and_invite(), 20min);
    const auto given = heard(runner, kBegin, kBegin + 20min);
    for (std::size_t i = 1; i < given.size(); ++i)
        if (1 <= given[i].step && given[i].step <= 3)
            CHECK(given[i].at - given[i - 1].at >= (given[i - 1].step == 0 ? 60s : 120s));
}

TEST_CASE("A pause stops the session's time and its prompts")
{
    Runner runner(two_steps(), 180s);
    CHECK(heard(runner, kBegin, kBegin + 4s).empty());

    auto state = tell(runner, kBegin + 4s, Command::pause);
    CHECK_FALSE(state.running);
    CHECK_FALSE(state.finished);
    CHECK(state.elapsed == 4s);
    CHECK(heard(runner, kBegin + 4s, kBegin + 1000s).empty());

    state = tell(runner, kBegin + 1000s, Command::resume);
    CHECK(state.running);
    CHECK(state.elapsed == 4s);
    CHECK(state.left == 176s);
    CHECK(heard(runner, kBegin + 1000s, kBegin + 1010s) == std::vector<Given>{{5s, 0, 0}});
}

TEST_CASE("A prompt that is due while a session is paused from its first tick waits")
{
    Runner runner(rest_and_invite(), 20min);
    CHECK(tell(runner, kBegin, Command::pause).prompt == SessionState::kNone);
    CHECK(runner(kBegin + 1min, {}).prompt == SessionState::kNone);
    CHECK(tell(runner, kBegin + 2min, Command::resume).prompt == 0);
    CHECK(runner(kBegin + 2min + kTick, {}).prompt == SessionState::kNone);
}

TEST_CASE("A session that is ended is finished for good, in the step where it was")
{
    Runner runner(two_steps(), 180s);
    heard(runner, kBegin, kBegin + 70s);

    const auto state = tell(runner, kBegin + 70s, Command::end);

    CHECK(state.finished);
    CHECK_FALSE(state.running);
    CHECK(state.elapsed == 70s);
    CHECK(state.left == 0s);
    CHECK(state.step == 1);
    CHECK(state.prompt == SessionState::kNone); // one was due at 70 s
    CHECK(tell(runner, kBegin + 71s, Command::resume).finished);
    CHECK(heard(runner, kBegin + 71s, kBegin + 300s).empty());
    CHECK(runner(kBegin + 300s, {}).elapsed == 70s);
}

TEST_CASE("A paused session can be ended")
{
    Runner runner(two_steps(), 180s);
    tell(runner, kBegin, Command::pause);
    const auto state = tell(runner, kBegin + 1s, Command::end);
    CHECK(state.finished);
    CHECK(state.elapsed == 0s);
}

TEST_CASE("The brake holds the session until it is resumed, whatever else is asked in between")
{
    Runner runner(two_steps(), 180s);
    heard(runner, kBegin, kBegin + 4s);

    auto state = tell(runner, kBegin + 4s, Command::brake);
    CHECK(state.braked);
    CHECK_FALSE(state.running);
    CHECK_FALSE(state.finished);
    CHECK(heard(runner, kBegin + 4s, kBegin + 100s).empty());
    CHECK(tell(runner, kBegin + 100s, Command::pause).braked);
    CHECK(tell(runner, kBegin + 101s, Command::mark).braked);

    state = tell(runner, kBegin + 102s, Command::resume);
    CHECK_FALSE(state.braked);
    CHECK(state.running);
    CHECK(state.elapsed == 4s);
}

TEST_CASE(
    "A session that was paused can still be braked, and one that was braked be ended in quiet")
{
    Runner runner(two_steps(), 180s);
    CHECK_FALSE(tell(runner, kBegin, Command::pause).braked);
    CHECK(tell(runner, kBegin + 1s, Command::brake).braked);

    const auto state = tell(runner, kBegin + 2s, Command::end);
    CHECK(state.finished);
    CHECK(state.braked);
    CHECK(runner(kBegin + 3s, {}).braked);
}

TEST_CASE("Commands of one tick are obeyed in their order, and the others mean nothing")
{
    Runner runner(two_steps(), 180s);
    const Command both[] = {Command::pause, Command::mark, Command::resume, Command::recalibrate};
    CHECK(runner(kBegin, both).running);
    CHECK(runner(kBegin + 1s, {}).elapsed == 1s);
}

TEST_CASE("A session goes on where it was after the clock leapt or fell back")
{
    Runner runner(two_steps(), 180s);
    heard(runner, kBegin, kBegin + 4s);
    const auto before = runner(kBegin + 4s, {}).elapsed;

    const auto leapt = runner(kBegin + 8h, {});
    CHECK(leapt.elapsed == before + Runner::kLongestTick);
    CHECK(leapt.prompt == 0);
    CHECK(runner(kBegin + 4s, {}).elapsed == leapt.elapsed);
    CHECK(heard(runner, kBegin + 4s, kBegin + 60s) == std::vector<Given>{{30s, 0, 1}});
}

TEST_CASE("No prompt is missed or doubled however rarely the runner is called")
{
    const auto session = rest_and_invite();
    const Duration tick = GENERATE(10ms, 333ms, 1000ms);
    const auto total = 3min;
    Runner runner(session, total);
    const auto plan = plan_prompts(*session, total);

    const auto given = heard(runner, kBegin, kBegin + total + 2s, tick);

    REQUIRE(given.size() == plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        CHECK(given[i].step == plan[i].step);
        CHECK(given[i].prompt == plan[i].prompt);
        CHECK(given[i].at >= plan[i].at);
        CHECK(given[i].at < plan[i].at + tick);
    }
}

TEST_CASE("A prompt is reported with its own step though a late call has passed the step's end")
{
    Session session = *two_steps();
    session.steps[0].quiet = 0s;
    session.steps[0].prompts = {{5s, "Notice."}, {60s - 100ms, "Allow."}};
    session.steps[1].prompts.clear();
    Runner runner(std::make_shared<const Session>(session), 180s);
    heard(runner, kBegin, kBegin + 59s + 500ms);

    const auto late = runner(kBegin + 60s + 400ms, {});

    CHECK(late.prompt == 1);
    CHECK(late.step == 0);
    CHECK(runner(kBegin + 60s + 500ms, {}).step == 1);
}

TEST_CASE("A copy of a running session goes on exactly as the original")
{
    Runner original(rest_and_invite(), 10min);
    heard(original, kBegin, kBegin + 200s);
    Runner copy = original;
    const auto same = heard(original, kBegin + 200s, kBegin + 700s);
    CHECK(heard(copy, kBegin + 200s, kBegin + 700s) == same);
    CHECK(same.size() >= 5);
}

namespace {

// Four steps of two minutes: practice, tremor, rest, get up. Each says something at its beginning,
// and one minute later.
Session release()
{
    Session session;
    session.steps.resize(4);
    for (Step& step : session.steps) {
        step.duration = 120s;
        step.quiet = 40s;
        step.prompts = {{0s, "Notice."}, {60s, "Allow."}};
    }
    session.steps[1].tremor = true;
    session.steps[2].rest = true;
    session.steps[2].scales = false;
    session.steps[3].moves = true;
    return session;
}

Runner runner_of(const Session& session)
{
    return Runner(std::make_shared<const Session>(session), session.duration());
}

} // namespace

TEST_CASE("Next goes on to the next step, with its words at once or when the last are over")
{
    auto runner = runner_of(release());
    CHECK(heard(runner, kBegin, kBegin + 20s) == std::vector<Given>{{0s, 0, 0}});

    auto state = tell(runner, kBegin + 20s, Command::next);
    CHECK(state.step == 1);
    CHECK(state.prompt == 0); // 20 s after the last, though that asked for 40
    CHECK(state.elapsed == 20s);
    CHECK(state.left == 360s);

    heard(runner, kBegin + 20s, kBegin + 23s);
    state = tell(runner, kBegin + 23s, Command::next);
    CHECK(state.step == 2);
    CHECK(state.prompt == SessionState::kNone); // three seconds after the last
    CHECK(state.left == 240s);
    CHECK(heard(runner, kBegin + 23s + kTick, kBegin + 23s + 240s)
          == std::vector<Given>{{28s, 2, 0}, {88s, 2, 1}, {143s, 3, 0}, {203s, 3, 1}});
    CHECK(runner(kBegin + 23s + 240s, {}).finished);
}

TEST_CASE("What a step that was cut short would have said is not said later")
{
    auto runner = runner_of(release());
    heard(runner, kBegin, kBegin + 59s + 990ms);
    // The sentence of 60 s is due in the very tick in which it is too late for it.
    const auto state = tell(runner, kBegin + 60s, Command::next);
    CHECK(state.step == 1);
    CHECK(state.prompt == 0);
    for (const Given& each : heard(runner, kBegin + 60s + kTick, kBegin + 600s))
        CHECK(each.step > 0);
}

TEST_CASE("A step that is gone to is not left again for the time of the one before")
{
    auto session = release();
    session.steps[0].waits = true;
    auto runner = runner_of(session);
    heard(runner, kBegin, kBegin + 10s);
    tell(runner, kBegin + 10s, Command::next);
    for (Duration at = 10s; at < 130s; at += kTick)
        REQUIRE(runner(kBegin + at, {}).step == 1);
    CHECK(runner(kBegin + 130s, {}).step == 2);
}

TEST_CASE("Two who ask for the next step at once go on by one")
{
    auto runner = runner_of(release());
    const Command both[] = {Command::next, Command::next};
    CHECK(runner(kBegin, both).step == 1);

    SECTION("nor does one who asks in the tick in which the step is over")
    {
        heard(runner, kBegin, kBegin + 120s);
        CHECK(tell(runner, kBegin + 120s, Command::next).step == 2);
        CHECK(runner(kBegin + 121s, {}).step == 2);
    }
}

TEST_CASE("A session that is paused goes on to the next step, and waits there")
{
    auto runner = runner_of(release());
    heard(runner, kBegin, kBegin + 20s);
    tell(runner, kBegin + 20s, Command::pause);
    const auto state = tell(runner, kBegin + 30s, Command::next);
    CHECK(state.step == 1);
    CHECK_FALSE(state.running);
    CHECK(state.prompt == SessionState::kNone);
    CHECK(heard(runner, kBegin + 30s, kBegin + 60s).empty());
    CHECK(tell(runner, kBegin + 60s, Command::resume).prompt == 0);
}

TEST_CASE("A waiting step is told, and is over when its time is")
{
    auto session = release();
    session.steps[1].waits = true;
    auto runner = runner_of(session);
    CHECK_FALSE(runner(kBegin, {}).waiting);
    heard(runner, kBegin + kTick, kBegin + 120s);
    const auto state = runner(kBegin + 120s, {});
    CHECK(state.waiting);
    CHECK(state.left == 360s);
    heard(runner, kBegin + 120s, kBegin + 240s);
    CHECK_FALSE(runner(kBegin + 240s, {}).waiting);
    CHECK(runner(kBegin + 240s, {}).step == 2);
}

TEST_CASE("After the last step there is no next, and a rest is not left by it")
{
    auto runner = runner_of(release());
    tell(runner, kBegin, Command::next);
    tell(runner, kBegin + 1s, Command::next);
    CHECK(tell(runner, kBegin + 2s, Command::next).step == 2); // the rest
    heard(runner, kBegin + 2s, kBegin + 121s);
    heard(runner, kBegin + 121s, kBegin + 125s);
    const auto state = tell(runner, kBegin + 125s, Command::next);
    CHECK(state.finished);
    CHECK(state.step == 3);
    CHECK(state.elapsed == 125s);
    CHECK(state.left == 0s);
}

TEST_CASE("Who ends a session before its rest is led to it, and from there to the end")
{
    auto runner = runner_of(release());
    heard(runner, kBegin, kBegin + 130s);

    auto state = tell(runner, kBegin + 130s, Command::end);
    CHECK_FALSE(state.finished);
    CHECK(state.running);
    CHECK(state.step == 2);
    CHECK(state.left == 240s);
    CHECK(state.prompt == 0);
    CHECK(heard(runner, kBegin + 130s + kTick, kBegin + 400s)
          == std::vector<Given>{{190s, 2, 1}, {250s, 3, 0}, {310s, 3, 1}});
    CHECK(runner(kBegin + 400s, {}).finished);
}

TEST_CASE("Who asks twice ends at once, and so does who asks in the rest, after it or from a brake")
{
    auto runner = runner_of(release());
    heard(runner, kBegin, kBegin + 10s);
    SECTION("twice")
    {
        CHECK(tell(runner, kBegin + 10s, Command::end).step == 2);
        CHECK(tell(runner, kBegin + 11s, Command::end).finished);
    }
    SECTION("twice in one tick")
    {
        const Command both[] = {Command::end, Command::end};
        CHECK(runner(kBegin + 10s, both).finished);
    }
    SECTION("in the rest")
    {
        heard(runner, kBegin + 10s, kBegin + 250s);
        CHECK(tell(runner, kBegin + 250s, Command::end).finished);
    }
    SECTION("while getting up, which was led to once")
    {
        heard(runner, kBegin + 10s, kBegin + 400s);
        CHECK(tell(runner, kBegin + 400s, Command::end).finished);
    }
    SECTION("from a brake")
    {
        tell(runner, kBegin + 10s, Command::brake);
        const auto state = tell(runner, kBegin + 11s, Command::end);
        CHECK(state.finished);
        CHECK(state.braked);
        CHECK(state.step == 0);
    }
}

TEST_CASE("A session that is paused and ended before its rest goes on with it")
{
    auto runner = runner_of(release());
    heard(runner, kBegin, kBegin + 10s);
    tell(runner, kBegin + 10s, Command::pause);
    const auto state = tell(runner, kBegin + 11s, Command::end);
    CHECK(state.running);
    CHECK(state.step == 2);
}

TEST_CASE("A session that is held since its first tick goes nowhere: next is nothing, end the end")
{
    auto runner = runner_of(release());
    CHECK(tell(runner, kBegin, Command::pause).held());
    CHECK(tell(runner, kBegin + 1s, Command::next).step == 0);
    SECTION("nobody begins it")
    {
        const auto state = tell(runner, kBegin + 2s, Command::end);
        CHECK(state.finished);
        CHECK(state.step == 0);
    }
    SECTION("it is begun, and paused a tick later")
    {
        tell(runner, kBegin + 2s, Command::resume);
        CHECK_FALSE(tell(runner, kBegin + 2s + kTick, Command::pause).held());
        CHECK(tell(runner, kBegin + 3s, Command::next).step == 1);
        CHECK(tell(runner, kBegin + 4s, Command::end).step == 2);
    }
}

TEST_CASE("The brake works in the rest that an end led to, and keeps what is left of it")
{
    auto runner = runner_of(release());
    tell(runner, kBegin, Command::end);
    auto state = tell(runner, kBegin + 10ms, Command::brake);
    CHECK(state.braked);
    CHECK(state.step == 2);
    CHECK(heard(runner, kBegin + 1s, kBegin + 300s).empty());
    state = tell(runner, kBegin + 300s, Command::resume);
    CHECK(state.step == 2);
    CHECK(state.left == 240s - 10ms);
}

TEST_CASE("Of several rests an end leads to the last one")
{
    auto session = release();
    session.steps.insert(session.steps.begin() + 1, session.steps[2]);
    auto runner = runner_of(session);
    CHECK(tell(runner, kBegin, Command::end).step == 3);
}

TEST_CASE("Of several steps of rest in a row an end leads to the first")
{
    auto session = release();
    session.steps.insert(session.steps.begin() + 2, session.steps[2]);
    auto runner = runner_of(session);
    CHECK(tell(runner, kBegin, Command::end).step == 2);
    CHECK(tell(runner, kBegin + 1s, Command::end).finished);
}

TEST_CASE("The guide is reported to have left only while the session goes on")
{
    Session session;
    session.steps.resize(2);
    session.steps[0].duration = 8min;
    session.steps[0].intent = Intent::guide;
    session.steps[1].duration = 1min;
    session.unguided = 1min;
    auto runner = runner_of(session);
    heard(runner, kBegin, kBegin + 7min);
    CHECK(runner(kBegin + 7min, {}).unguided);
    CHECK_FALSE(runner(kBegin + 7min - kTick, {}).finished);
    CHECK_FALSE(tell(runner, kBegin + 7min + kTick, Command::end).unguided);
}

TEST_CASE("A session that cannot be as short as asked says how long it is")
{
    auto session = release();
    Runner runner(std::make_shared<const Session>(session), 60s);
    CHECK(runner(kBegin, {}).left == 120s + 3 * 30s);
    heard(runner, kBegin + kTick, kBegin + 210s);
    CHECK(runner(kBegin + 210s, {}).finished);
}

TEST_CASE("A copy goes on exactly as the original after steps were cut short")
{
    auto original = runner_of(release());
    heard(original, kBegin, kBegin + 5s);
    tell(original, kBegin + 5s, Command::next); // its words wait for those of the step before
    Runner copy = original;
    const auto same = heard(original, kBegin + 5s, kBegin + 400s);
    CHECK(heard(copy, kBegin + 5s, kBegin + 400s) == same);
    CHECK(same.front() == Given{8s, 1, 0});
    tell(original, kBegin + 400s, Command::end);
    CHECK(copy(kBegin + 400s, {}).running == false);
}
