#include "sessions/course.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

Step step_of(Duration duration, Intent intent = Intent::witness)
{
    Step step;
    step.duration = duration;
    step.intent = intent;
    step.quiet = 60s;
    return step;
}

// 10 minutes that scale, 5 that do not, 5 that scale.
Session partly_fixed()
{
    Session session;
    session.steps = {step_of(10min), step_of(5min), step_of(5min)};
    session.steps[1].scales = false;
    return session;
}

// When the guide is silent on purpose: from and until.
std::pair<Duration, Duration> unguided_in(const Session& session, Duration asked)
{
    Course course(session, asked);
    std::pair<Duration, Duration> span{-1s, -1s};
    for (Duration at{}; at < course.end(); at += 1s) {
        while (course(at))
            continue;
        if (course.unguided(at) && span.first < 0s)
            span.first = at;
        if (course.unguided(at))
            span.second = at + 1s;
    }
    return span;
}

} // namespace

TEST_CASE("Steps that do not scale keep their length, and the others share what is left")
{
    const auto session = partly_fixed();
    const Timeline timeline(session, 14min);
    CHECK(timeline.length_of(0) == 6min);
    CHECK(timeline.length_of(1) == 5min);
    CHECK(timeline.length_of(2) == 3min);
    CHECK(timeline.total() == 14min);
    CHECK(timeline.scaled(0, 100s) == 60s);
    CHECK(timeline.scaled(1, 100s) == 100s);
    CHECK(length_of(session, 35min) == 35min);
}

TEST_CASE("A session that is asked to be too short keeps a quarter of what scales")
{
    const auto session = partly_fixed();
    CHECK(length_of(session, 8min + 45s) == 8min + 45s);
    CHECK(length_of(session, 8min) == 8min + 45s);
    CHECK(length_of(session, 1s) == 8min + 45s);
    CHECK(Timeline(session, 1s).length_of(0) == 150s);
}

TEST_CASE("A session without steps that keep their length is as long as asked, however short")
{
    auto session = partly_fixed();
    session.steps[1].scales = true;
    CHECK(length_of(session, 30s) == 30s);
}

TEST_CASE("A session in which nothing scales lasts as written")
{
    auto session = partly_fixed();
    for (Step& step : session.steps)
        step.scales = false;
    CHECK(length_of(session, 1min) == 20min);
    CHECK(length_of(session, 60min) == 20min);
}

TEST_CASE("A session is never longer than its longest")
{
    auto session = partly_fixed();
    session.longest = 12min;
    CHECK(length_of(session, 20min) == 12min);
    CHECK(length_of(session, 10min) == 10min);
}

TEST_CASE("Sentences of a step that does not scale keep their times")
{
    auto session = partly_fixed();
    session.steps[0].prompts = {{100s, "Notice."}};
    session.steps[1].prompts = {{100s, "Allow."}, {200s, "Wait."}};
    const auto plan = plan_prompts(session, 14min);
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].at == 60s);
    CHECK(plan[1].at == 6min + 100s);
    CHECK(plan[2].at == 6min + 200s);
}

TEST_CASE("The guide leaves for the last minutes of the last steps in a row that guide")
{
    Session session;
    session.steps = {step_of(5min, Intent::guide), step_of(1min), step_of(4min, Intent::guide),
                     step_of(6min, Intent::guide), step_of(3min)};
    session.unguided = 2min;
    CHECK(unguided_in(session, 19min) == std::pair<Duration, Duration>{14min, 16min});

    SECTION("for a quarter of them at most")
    {
        session.unguided = 5min;
        CHECK(unguided_in(session, 19min) == std::pair<Duration, Duration>{13min + 30s, 16min});
    }
    SECTION("and reaches back into the step before")
    {
        session.steps[2].duration = 9min;
        session.steps[3].duration = 1min;
        CHECK(unguided_in(session, 19min) == std::pair<Duration, Duration>{14min, 16min});
    }
    SECTION("as long, in a longer session")
    {
        CHECK(unguided_in(session, 38min) == std::pair<Duration, Duration>{30min, 32min});
    }
    SECTION("not at all where the program says so, or guides nobody")
    {
        session.unguided = 0s;
        CHECK(unguided_in(session, 19min).first == -1s);
        session.unguided = 2min;
        for (Step& step : session.steps)
            step.intent = Intent::invite;
        CHECK(unguided_in(session, 19min).first == -1s);
    }
}

TEST_CASE("Who comes to the guide late is left by it for a quarter of what is left of it")
{
    Session session;
    session.steps = {step_of(4min, Intent::guide), step_of(4min, Intent::guide)};
    Course course(session, 8min);
    course.go_to(1, 10s); // after ten seconds of the first
    CHECK_FALSE(course.unguided(10s + 4min - 63s));
    CHECK(course.unguided(10s + 4min - 62s));
}
