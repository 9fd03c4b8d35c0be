#include "app/seal.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace crura;
using Catch::Matchers::Contains;
using exchange::Secret;
using test::kCheap;
using test::names_in;
using test::text_of;
using test::write_text;

namespace fs = std::filesystem;

namespace {

Result<std::string> seal_cheaply(std::vector<fs::path> files, const fs::path& out)
{
    return app::seal({std::move(files), out}, Secret("four pine cones"), kCheap);
}

} // namespace

TEST_CASE("Files and whole folders go into one sealed file and come back as they were")
{
    const test::TempFolder folder;
    fs::create_directories(folder / "study/sub-01/beh");
    write_text(folder / "study/dataset.json", "{}");
    write_text(folder / "study/sub-01/beh/physio.tsv", "1\t2\n");
    write_text(folder / "session.crura", "raw");
    // By a name with a slash at its end, or with .. in it, as a shell completes them.
    const auto said =
        seal_cheaply({folder / "session.crura", folder / "study/../study/"}, folder / "x.sealed");
    REQUIRE(said);
    CHECK_THAT(*said, Contains("3 files") && Contains("crura unseal"));

    const auto back = app::unseal({folder / "x.sealed", folder / "out"}, Secret("four pine cones"));
    REQUIRE(back);
    CHECK(names_in(folder / "out")
          == std::set<std::string>{"session.crura", "study", "study/dataset.json", "study/sub-01",
                                   "study/sub-01/beh", "study/sub-01/beh/physio.tsv"});
    CHECK(text_of(folder / "out/study/sub-01/beh/physio.tsv") == "1\t2\n");
    CHECK_FALSE(app::unseal({folder / "x.sealed", ""}, Secret("four pine cones"))); // beside it
    fs::create_directories(folder / "moved");
    fs::rename(folder / "x.sealed", folder / "moved/x.sealed");
    CHECK(app::unseal({folder / "moved/x.sealed", ""}, Secret("four pine cones")));
    CHECK(text_of(folder / "moved/session.crura") == "raw");
}

TEST_CASE("Folders with nothing in them, links out of them and what is not there are refused")
{
    const test::TempFolder folder;
    fs::create_directories(folder / "empty");
    CHECK_FALSE(seal_cheaply({folder / "empty"}, folder / "x.sealed"));
    CHECK_FALSE(seal_cheaply({folder / "none"}, folder / "x.sealed"));
    fs::create_directories(folder / "linked");
    write_text(folder / "linked/a", "a");
    fs::create_directory_symlink("/etc", folder / "linked/etc");
    const auto linked = seal_cheaply({folder / "linked"}, folder / "x.sealed");
    REQUIRE_FALSE(linked);
    CHECK_THAT(linked.error().message, Contains("linked/etc"));
    CHECK_FALSE(fs::exists(folder / "x.sealed"));
}

TEST_CASE("An export that is only kept sealed leaves nothing else, whether it works or not")
{
    const test::TempFolder folder;
    const std::string before = std::getenv("XDG_STATE_HOME") ? std::getenv("XDG_STATE_HOME") : "";
    ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
    fs::path between;
    const auto writes = [&](const fs::path& into) -> Result<std::string> {
        between = into;
        CHECK(test::mode_of(into) == 0700);
        fs::create_directories(into / "sub");
        write_text(into / "sub/a.csv", "1");
        return std::string("Wrote it.");
    };
    const auto fails = [&](const fs::path& into) -> Result<std::string> {
        write_text(into / "half", "1");
        return Error{"The disk is full."};
    };
    const Secret secret("four pine cones");
    const auto failed = app::seal_instead(fails, folder / "y.sealed", secret, kCheap);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message == "The disk is full.");
    REQUIRE(app::seal_instead(writes, folder / "x.sealed", secret, kCheap));
    CHECK_FALSE(app::seal_instead(writes, folder / "x.sealed", secret, kCheap));
    if (before.empty())
        ::unsetenv("XDG_STATE_HOME");
    else
        ::setenv("XDG_STATE_HOME", before.c_str(), 1);
    CHECK(between.parent_path() == folder / "state/crura");
    CHECK(names_in(folder.path()) == std::set<std::string>{"state", "state/crura", "x.sealed"});
    REQUIRE(app::unseal({folder / "x.sealed", folder / "out"}, secret));
    CHECK(text_of(folder / "out/sub/a.csv") == "1");
}
