// What becomes of a session: the real program, a simulated body, a home of its own.

#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

using namespace crura;
using Catch::Matchers::Contains;
using test::Program;
using test::Ran;
namespace fs = std::filesystem;

namespace {

struct Home {
    test::TempFolder folder;

    Ran crura(const std::vector<std::string>& arguments) const
    {
        return test::run_program(arguments, {.home = folder.path()});
    }

    // A short session to its end.
    Ran session(std::vector<std::string> more) const
    {
        std::vector<std::string> arguments{
            "run",        CRURA_ROOT "/tests/programs/rest-and-invite.toml",
            "--minutes",  "0.5",
            "--source",   "simulator",
            "--audio",    "none",
            "--midi",     "none",
            "--voice",    "none",
            "--confirmed"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Program program(arguments, {.home = folder.path()});
        const int status = program.ends(120);
        return {status, program.output()};
    }

    std::vector<fs::path> recordings() const
    {
        std::vector<fs::path> found;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
            if (entry.path().extension() == ".crura")
                found.push_back(entry.path());
        return found;
    }
};

} // namespace

TEST_CASE("A session is kept, listed, replayed to the bit, reported, exported, and deleted whole")
{
    const Home home;
    const auto edf = home.folder / "live.edf";
    const auto ran = home.session({"--edf", edf});
    INFO(ran.output);
    REQUIRE(ran.status == 0);
    const auto recordings = home.recordings();
    REQUIRE(recordings.size() == 1);
    const auto& recording = recordings[0];
    CHECK(fs::file_size(edf) > 1000);

    const auto list = home.crura({"history", "list"});
    INFO(list.output);
    CHECK(list.status == 0);
    CHECK_THAT(list.output, Contains("Rest and invite"));
    const auto show = home.crura({"history", "show", "1"});
    CHECK(show.status == 0);
    CHECK_THAT(show.output, Contains("Rest and invite"));
    CHECK_THAT(home.crura({"history", "trend"}).output, Contains("session"));
    CHECK_THAT(home.crura({"people"}).output, Contains("me  1 session"));
    CHECK(home.crura({"history", "check"}).status == 0);

    const auto again = home.crura({"history", "add", recording});
    CHECK(again.status == 1);
    CHECK_THAT(again.output, Contains("already"));

    const auto replayed = home.crura({"replay", recording});
    INFO(replayed.output);
    CHECK(replayed.status == 0);
    CHECK_THAT(replayed.output, Contains("identical"));

    CHECK(home.crura({"report", recording}).status == 0);
    for (const char* format : {"edf", "bids", "csv", "wav"}) {
        INFO(format);
        CHECK(home.crura({"export", recording, "--to", format}).status == 0);
    }
    CHECK(home.crura({"history", "backup", home.folder / "copy.db"}).status == 0);

    const auto deleted = home.crura({"history", "delete", "1", "--yes"});
    INFO(deleted.output);
    CHECK(deleted.status == 0);
    CHECK_FALSE(fs::exists(recording));
    CHECK_THAT(home.crura({"people"}).output, Contains("me  0 sessions"));
}

TEST_CASE("A session that could not begin leaves neither a recording nor a line in the history")
{
    const Home home;
    const auto ran = home.crura({"run", "constructive-rest", "--source", "line:/dev/not-there",
                                 "--audio", "none", "--midi", "none", "--confirmed"});
    CHECK(ran.status == 1);
    CHECK(home.recordings().empty());
    CHECK_THAT(home.crura({"people"}).output, Contains("me  0 sessions"));
}

TEST_CASE("Whoever wants no recording leaves no trace of the session")
{
    const Home home;
    CHECK(home.session({"--record", "none"}).status == 0);
    CHECK(home.recordings().empty());
    CHECK_THAT(home.crura({"history", "list"}).output, Contains("no history yet"));
}

TEST_CASE("A recording that is added to a history later says what the live session said")
{
    const Home home;
    const auto file = home.folder / "kept.crura";
    REQUIRE(home.session({"--record", file}).status == 0);
    const auto other = (home.folder / "other.db").string();
    const auto added = home.crura({"history", "add", file, "--history", other});
    INFO(added.output);
    CHECK(added.status == 0);
    CHECK(home.crura({"history", "show", "1"}).output
          == home.crura({"history", "show", "1", "--history", other}).output);
}

TEST_CASE("A therapist's clients are apart from one's own sessions and have to be known by name")
{
    const Home home;
    const auto unknown = home.session({"--therapist", "--person", "ferm", "--record", "none"});
    CHECK(unknown.status == 0);
    CHECK_THAT(unknown.output, Contains("Nobody is called ferm"));
    CHECK_THAT(unknown.output, Contains("will not be in the history"));
    REQUIRE(home.crura({"people", "add", "fern", "--therapist"}).status == 0);
    CHECK(home.session({"--therapist", "--person", "fern", "--record", "none"}).status == 0);
    CHECK_THAT(home.crura({"history", "list", "--therapist"}).output, Contains("Rest and invite"));
    CHECK_THAT(home.crura({"people", "--therapist"}).output, Contains("fern  1 session"));
    CHECK_THAT(home.crura({"history", "list"}).output, !Contains("Rest and invite"));
}

TEST_CASE("Sessions of a comparison take the side that the lot drew, and say that they are of it")
{
    const Home home;
    const auto begun =
        home.crura({"compare", "begin", "sound", "shore", "chord", "--program",
                    CRURA_ROOT "/tests/programs/rest-and-invite.toml", "--sessions", "12"});
    INFO(begun.output);
    REQUIRE(begun.status == 0);
    CHECK(home.crura({"compare", "begin", "sound", "shore", "shore"}).status == 1);
    CHECK_THAT(home.session({"--record", "none", "--person", "me"}).output,
               Contains("session 1 of 12"));
    const auto stands = home.crura({"compare"});
    INFO(stands.output);
    CHECK(stands.status == 0);
    CHECK_THAT(stands.output, Contains("12"));
    CHECK(home.crura({"compare", "end"}).status == 0);
    CHECK_THAT(home.session({"--record", "none", "--person", "me"}).output,
               !Contains("comparison"));
}
