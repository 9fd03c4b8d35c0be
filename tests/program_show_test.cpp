#include "app/program_show.hpp"
#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace crura;
using app::show_program;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

const std::string kRelease = R"(format = 2
[session]
name = "Release"
summary = "A tremor, and a rest."
guard = true
cautions = ["Not alone."]
checklist = ["Lie down.", "Be warm."]
manner = "training"
[[level]]
id = "first"
name = "First"
tremor_minutes = 2.5
[[step]]
id = "slow"
name = "Slow"
intent = "guide"
minutes = 8
waits = true
quiet_seconds = 60
prompts = [{ at_seconds = 0, say = "Notice." }, { at_seconds = 90, say = "Allow." }]
[[step]]
id = "tremor"
name = "Tremor"
intent = "witness"
minutes = 4
tremor = true
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 3
scales = false
rest = true
check_in = "after"
[[step]]
id = "get-up"
name = "Get up"
intent = "witness"
minutes = 1
moves = true
)";

sessions::Session session()
{
    const auto session = sessions::parse_session(kRelease, "release.toml");
    INFO((session ? "" : session.error().message));
    REQUIRE(session);
    return *session;
}

} // namespace

TEST_CASE("A program is shown as a person reads it, by time")
{
    CHECK(show_program(session(), 16min)
          == "Release, 16 minutes\n"
             "A tremor, and a rest.\n"
             "\n"
             "Before the first time\n"
             "  - Not alone.\n"
             "\n"
             "Before it begins\n"
             "  - Lie down.\n"
             "  - Be warm.\n"
             "\n"
             "Levels\n"
             "  first: First, at most 2.5 min of tremor\n"
             "\n"
             "A guard watches, and asks every 5 min whether you are here.\n"
             "\n"
             "  0:00  Slow (8 min; guide: slowly to longer breaths, no slower than 5.5 a minute, "
             "training; goes on sooner when asked to)\n"
             "  0:00      \"Notice.\"\n"
             "  1:30      \"Allow.\"\n"
             "  6:00      without the guide from here\n"
             "  8:00  Tremor (4 min; witness; over when the minutes of tremor are used up)\n"
             " 12:00  Rest (3 min; witness; keeps its length; not left out; asks how it is after)\n"
             " 15:00  Get up (1 min; witness; you move)\n"
             " 16:00  the end");
}

TEST_CASE("At another length the times are those of that length, and what is left out is counted")
{
    const auto text = show_program(session(), 10min); // 7 of 13 minutes that scale
    CHECK_THAT(text, Contains("Release, 10 minutes\n"));
    CHECK_THAT(text, Contains("  4:18  Tremor (2.15 min"));
    CHECK_THAT(text, Contains("  6:28  Rest (3 min"));
    CHECK_THAT(text, !Contains("Allow."));
    CHECK_THAT(text, Contains("\n\n1 sentence is left out at this length."));
    CHECK_THAT(show_program(session(), 1min), Contains("Release, 6.25 minutes"));
}

TEST_CASE("A plain program shows no guard, no levels and no cautions")
{
    auto plain = session();
    plain.guard = {};
    plain.levels.clear();
    plain.cautions.clear();
    plain.steps[0].style = sessions::GuideStyle::fixed;
    plain.steps[0].breath_rate_bpm = 6;
    plain.steps[1].intent = Intent::invite;
    const auto text = show_program(plain, 16min);
    CHECK_THAT(text, !Contains("guard") && !Contains("Levels") && !Contains("first time"));
    CHECK_THAT(text, Contains("Slow (8 min; guide: 6 breaths a minute;"));
    CHECK_THAT(text, Contains("Tremor (4 min; invite: a slightly longer breath out;"));
}

TEST_CASE("Every program that is shipped can be shown at each length that it offers")
{
    const auto folder = std::filesystem::path(CRURA_ROOT) / "sessions" / "programs";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto program = sessions::load_session(entry.path());
        INFO(entry.path());
        REQUIRE(program);
        for (const double minutes : program->offered_minutes)
            CHECK_THAT(show_program(*program, from_seconds(60 * minutes)), Contains("the end"));
    }
}
