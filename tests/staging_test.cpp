#include "files/names.hpp"
#include "files/staging.hpp"

#include "support/files_there.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using files::Staging;
namespace fs = std::filesystem;
using Names = std::set<std::string>;

TEST_CASE("A new folder has its name only as a whole")
{
    const TempFolder temp;
    const std::string name = GENERATE("out", "out/");
    const auto before = ::umask(0);
    auto folder = Staging::beside(temp / name);
    REQUIRE(folder);
    REQUIRE(folder->write("a/b/c.txt", "words"));
    CHECK_FALSE(fs::exists(temp / "out"));
    CHECK(mode_of(folder->path()) == 0700);
    REQUIRE(folder->publish_as(temp / name));
    ::umask(before);
    CHECK(bytes_in(temp / "out" / "a" / "b" / "c.txt") == "words");
    CHECK(mode_of(temp / "out" / "a" / "b" / "c.txt") == 0600);
    CHECK(mode_of(temp / "out" / "a") == 0700);
    CHECK(is_private(temp / "out"));
    CHECK(names_in(temp.path()) == Names{"out", "out/a", "out/a/b", "out/a/b/c.txt"});
}

TEST_CASE("A folder that is not published leaves nothing behind")
{
    const TempFolder temp;
    const bool hidden = GENERATE(false, true);
    {
        auto folder = hidden ? Staging::in(temp.path()) : Staging::beside(temp / "out");
        REQUIRE(folder);
        REQUIRE(folder->write("file", "words"));
        auto moved = std::move(*folder);
        REQUIRE(moved.write("file2", "words"));
    }
    CHECK(names_in(temp.path()) == Names{});
}

TEST_CASE("A new folder is never one that is there, not even one that came meanwhile")
{
    const TempFolder temp;
    SECTION("before")
    {
        write_text(temp / "out", "mine");
        const auto folder = Staging::beside(temp / "out");
        REQUIRE_FALSE(folder);
        CHECK_THAT(folder.error().message, Contains("exists already"));
        CHECK(bytes_in(temp / "out") == "mine");
    }
    SECTION("a link to nothing")
    {
        fs::create_symlink("nowhere", temp / "out");
        CHECK_FALSE(Staging::beside(temp / "out"));
    }
    SECTION("meanwhile")
    {
        auto folder = Staging::beside(temp / "out");
        REQUIRE(folder);
        REQUIRE(folder->write("file", "words"));
        fs::create_directory(temp / "out");
        write_text(temp / "out" / "mine", "mine");
        CHECK_FALSE(folder->publish_as(temp / "out"));
        CHECK(bytes_in(temp / "out" / "mine") == "mine");
        CHECK_FALSE(fs::exists(temp / "out" / "file"));
    }
    SECTION("meanwhile, with nothing in it")
    {
        auto folder = Staging::beside(temp / "out");
        REQUIRE(folder);
        REQUIRE(folder->write("file", "words"));
        fs::create_directory(temp / "out");
        CHECK_FALSE(folder->publish_as(temp / "out"));
        CHECK(fs::is_empty(temp / "out"));
    }
}

TEST_CASE("Where a new folder cannot be is said in a sentence")
{
    const TempFolder temp;
    const auto folder = Staging::beside(temp / "none" / "out");
    REQUIRE_FALSE(folder);
    CHECK_THAT(folder.error().message,
               Contains((temp / "none" / "out").string()) && Contains("choose another place"));
    const auto hidden = Staging::in(temp / "none");
    REQUIRE_FALSE(hidden);
    CHECK_THAT(hidden.error().message, Contains((temp / "none").string()));
}

TEST_CASE("What cannot be written into a folder is said by its name")
{
    const TempFolder temp;
    const auto folder = Staging::in(temp.path());
    REQUIRE(folder);
    REQUIRE(folder->write("a", "words"));
    const auto written = folder->write("a/b", "words");
    REQUIRE_FALSE(written);
    CHECK_THAT(written.error().message, Contains("a/b cannot be written"));
}

TEST_CASE("Files and folders come out of the staging together, or all stay when a name is taken")
{
    const TempFolder temp;
    const auto staging = Staging::in(temp.path());
    REQUIRE(staging);
    for (const char* name : {"a", "deep/b", "z"})
        REQUIRE(staging->write(name, name));
    SECTION("all")
    {
        REQUIRE(staging->publish({"a", "deep", "z"}, temp.path()));
        CHECK(bytes_in(temp / "deep" / "b") == "deep/b");
        CHECK(is_private(temp.path()));
        CHECK(names_in(staging->path()) == Names{});
    }
    SECTION("none")
    {
        write_text(temp / "z", "mine");
        const auto published = staging->publish({"a", "deep", "z"}, temp.path());
        REQUIRE_FALSE(published);
        CHECK_THAT(published.error().message, Contains("z exists already"));
        CHECK(bytes_in(temp / "z") == "mine");
        CHECK_FALSE(fs::exists(temp / "a"));
        CHECK_FALSE(fs::exists(temp / "deep"));
        CHECK(names_in(staging->path()) == Names{"a", "deep", "deep/b", "z"});
    }
}

TEST_CASE("Folders that are made are their owner's only, and those that are there stay as they are")
{
    const TempFolder temp;
    fs::create_directory(temp / "mine");
    fs::permissions(temp / "mine", fs::perms(0755));
    const auto before = ::umask(0);
    REQUIRE(files::make_private(temp / "mine" / "a" / "b/"));
    ::umask(before);
    CHECK(mode_of(temp / "mine") == 0755);
    CHECK(mode_of(temp / "mine" / "a") == 0700);
    CHECK(mode_of(temp / "mine" / "a" / "b") == 0700);
    write_text(temp / "file", "mine");
    const auto refused = files::make_private(temp / "file" / "a");
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Contains("file") && Contains("choose another place"));
}
