#include "exchange/new_folder.hpp"

#include "support/some_study.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using exchange::NewFolder;
namespace fs = std::filesystem;

namespace {

std::size_t count(const fs::path& folder)
{
    return std::size_t(std::distance(fs::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("A new folder has its name only as a whole")
{
    const TempFolder temp;
    const std::string name = GENERATE("out", "out/");
    auto folder = NewFolder::create(temp / name);
    REQUIRE(folder);
    REQUIRE(folder->write("a/b/c.txt", "words"));
    CHECK_FALSE(fs::exists(temp / "out"));
    REQUIRE(folder->finish());
    CHECK(bytes_in(temp / "out" / "a" / "b" / "c.txt") == "words");
    CHECK(is_private(temp / "out"));
    CHECK(count(temp.path()) == 1);
}

TEST_CASE("A new folder that is not finished leaves nothing behind")
{
    const TempFolder temp;
    {
        auto folder = NewFolder::create(temp / "out");
        REQUIRE(folder);
        REQUIRE(folder->write("file", "words"));
        auto moved = std::move(*folder);
        REQUIRE(moved.write("file2", "words"));
    }
    CHECK(count(temp.path()) == 0);
}

TEST_CASE("A new folder is never one that is there, not even one that came meanwhile")
{
    const TempFolder temp;
    SECTION("before")
    {
        std::ofstream(temp / "out") << "mine";
        const auto folder = NewFolder::create(temp / "out");
        REQUIRE_FALSE(folder);
        CHECK_THAT(folder.error().message, Contains("exists already"));
        CHECK(bytes_in(temp / "out") == "mine");
    }
    SECTION("a link to nothing")
    {
        fs::create_symlink("nowhere", temp / "out");
        CHECK_FALSE(NewFolder::create(temp / "out"));
    }
    SECTION("meanwhile")
    {
        auto folder = NewFolder::create(temp / "out");
        REQUIRE(folder);
        REQUIRE(folder->write("file", "words"));
        fs::create_directory(temp / "out");
        std::ofstream(temp / "out" / "mine") << "mine";
        CHECK_FALSE(folder->finish());
        CHECK(bytes_in(temp / "out" / "mine") == "mine");
        CHECK_FALSE(fs::exists(temp / "out" / "file"));
    }
}

TEST_CASE("Where a new folder cannot be is said in a sentence")
{
    const TempFolder temp;
    const auto folder = NewFolder::create(temp / "none" / "out");
    REQUIRE_FALSE(folder);
    CHECK_THAT(folder.error().message,
               Contains((temp / "none" / "out").string()) && Contains("choose another place"));
}
