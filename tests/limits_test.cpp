#include "sessions/limits.hpp"

#include "sessions/timeline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

Session guarded()
{
    Session session;
    session.name = "Release";
    session.guard.on = true;
    session.guard.response_every = 5min;
    session.guard.tremor_limit = 2min;
    session.levels = {{"first", "First", 2min}, {"used", "Used to it", 10min}};
    session.offered_minutes = {30, 45};
    session.steps.resize(3);
    session.steps[0].duration = 20min;
    session.steps[1].duration = 15min;
    session.steps[1].tremor = true;
    session.steps[2].duration = 10min;
    session.steps[2].scales = false;
    return session;
}

Session paced()
{
    Session session;
    session.name = "Paces";
    session.offered_minutes = {10};
    session.steps.resize(3);
    session.steps[0].duration = 5min;
    session.steps[1].duration = 5min;
    session.steps[1].intent = Intent::invite;
    session.steps[2].duration = 5min;
    session.steps[2].intent = Intent::guide;
    session.steps[2].style = GuideStyle::mirror;
    return session;
}

Session with(Session session, const Limits& limits)
{
    auto done = limited(std::move(session), limits);
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    return *done;
}

std::string error_with(Session session, const Limits& limits)
{
    const auto done = limited(std::move(session), limits);
    REQUIRE_FALSE(done);
    return done.error().message;
}

} // namespace

TEST_CASE("Without limits a session stays as it is")
{
    const auto session = with(guarded(), {});
    CHECK(session.guard.tremor_limit == 2min);
    CHECK(session.guard.response_every == 5min);
    CHECK(session.slowest_bpm == 5.5);
    CHECK(session.longest == 0s);
    CHECK(session.offered_minutes == std::vector<double>{30, 45});
}

TEST_CASE("A level or minutes say how much tremor is agreed on, and of both the less counts")
{
    Limits limits;
    limits.level = "used";
    CHECK(with(guarded(), limits).guard.tremor_limit == 10min);
    limits.tremor_minutes = 4;
    CHECK(with(guarded(), limits).guard.tremor_limit == 4min);
    limits.tremor_minutes = 20;
    CHECK(with(guarded(), limits).guard.tremor_limit == 10min);
    limits.level.clear();
    CHECK(with(guarded(), limits).guard.tremor_limit == 20min);
}

TEST_CASE("An unknown level is told with those there are")
{
    Limits limits;
    limits.level = "expert";
    CHECK(error_with(guarded(), limits)
          == "There is no level \"expert\" in the program \"Release\"; there is first, used.");
    CHECK(error_with(paced(), limits)
          == "The program \"Paces\" has no levels; leave out \"expert\".");
}

TEST_CASE("How often the guard asks can be set, and to never")
{
    Limits limits;
    limits.response_every_minutes = 2;
    CHECK(with(guarded(), limits).guard.response_every == 2min);
    limits.response_every_minutes = 0;
    CHECK(with(guarded(), limits).guard.response_every == 0s);
    limits.response_every_minutes = 1;
    CHECK(error_with(guarded(), limits)
          == "The time between two questions, in minutes, is 1; permitted is 2 .. 30.");
}

TEST_CASE("What only a guard can do is refused to a program without one")
{
    Limits asks;
    asks.response_every_minutes = 5;
    CHECK(
        error_with(paced(), asks).find("\"Paces\" has no guard, so nobody is asked; leave that out")
        != std::string::npos);
    Limits trembles;
    trembles.tremor_minutes = 5;
    CHECK(error_with(paced(), trembles).find("has no guard, so minutes of tremor are not counted")
          != std::string::npos);
}

TEST_CASE("The slowest pace is unlocked down to 3 breaths a minute, and no further")
{
    Limits limits;
    limits.slowest_bpm = 3;
    CHECK(with(paced(), limits).slowest_bpm == 3);
    limits.slowest_bpm = 7;
    CHECK(with(paced(), limits).slowest_bpm == 7);
    for (const double wrong : {2.9, 8.1, 0. / 0.}) {
        limits.slowest_bpm = wrong;
        CHECK(error_with(paced(), limits).find("permitted is 3 .. 8.") != std::string::npos);
    }
}

TEST_CASE("A program whose paces are slower than permitted is refused")
{
    auto session = paced();
    session.steps[2].style = GuideStyle::fixed;
    session.steps[2].breath_rate_bpm = 5;
    Limits limits;
    limits.slowest_bpm = 5;
    CHECK(with(session, limits).slowest_bpm == 5);
    limits.slowest_bpm = 6;
    CHECK(
        error_with(session, limits).find("shows a pace of 5 breaths a minute, but 6 is the slowest")
        != std::string::npos);
}

TEST_CASE("No step asks for more than is permitted, and those that ask for less stay")
{
    Limits limits;
    limits.most = Intent::invite;
    auto session = with(paced(), limits);
    CHECK(session.steps[0].intent == Intent::witness);
    CHECK(session.steps[1].intent == Intent::invite);
    CHECK(session.steps[2].intent == Intent::invite);
    CHECK(session.steps[2].style == GuideStyle::lead);
    limits.most = Intent::witness;
    session = with(paced(), limits);
    for (const Step& step : session.steps)
        CHECK(step.intent == Intent::witness);

    auto fixed = paced();
    fixed.steps[2].style = GuideStyle::fixed;
    CHECK(error_with(fixed, limits).find("is about paces to follow") != std::string::npos);
    limits.most = Intent::guide;
    CHECK(with(fixed, limits).steps[2].style == GuideStyle::fixed);
}

TEST_CASE("A session is no longer than permitted, and lengths beyond are not offered")
{
    Limits limits;
    limits.longest_minutes = 40;
    const auto session = with(guarded(), limits);
    CHECK(length_of(session, session.duration()) == 40min);
    CHECK(length_of(session, 30min) == 30min);
    CHECK(session.offered_minutes == std::vector<double>{30, 40});

    limits.longest_minutes = 18; // 10 that stay, a quarter of 35
    CHECK(error_with(guarded(), limits)
          == "The program \"Release\" lasts 18.75 minutes at least, but 18 are permitted; take "
             "another program.");
    limits.longest_minutes = 61;
    CHECK(error_with(guarded(), limits).find("permitted is 0.5 .. 60.") != std::string::npos);
    limits.longest_minutes = 60;
    CHECK(with(guarded(), limits).offered_minutes == std::vector<double>{30, 45});
}

TEST_CASE("Minutes of tremor that nobody permits are refused")
{
    Limits limits;
    for (const double wrong : {0.4, 31.}) {
        limits.tremor_minutes = wrong;
        CHECK(error_with(guarded(), limits).find("permitted is 0.5 .. 30.") != std::string::npos);
    }
}
