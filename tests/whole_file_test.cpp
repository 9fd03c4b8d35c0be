#include "files/names.hpp"
#include "files/whole_files.hpp"

#include "support/files_there.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <barrier>
#include <csignal>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using files::IfTaken;
using files::WholeFile;
using files::write_whole;
namespace fs = std::filesystem;
using Names = std::set<std::string>;

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

WholeFile begun(const fs::path& path, std::string_view text, IfTaken if_taken = IfTaken::refuse)
{
    auto file = WholeFile::create(path, if_taken);
    if (!file)
        FAIL(file.error().message);
    REQUIRE(file->write(bytes_of(text)));
    return std::move(*file);
}

} // namespace

TEST_CASE("A file has its name only as a whole, for its owner only")
{
    const TempFolder folder;
    const auto before = ::umask(0);
    auto file = begun(folder / "a", "one ");
    ::umask(before);
    CHECK(names_in(folder.path()) == Names{"a.part"});
    CHECK(mode_of(folder / "a.part") == 0600);
    REQUIRE(file.write(bytes_of("two")));
    REQUIRE(file.finish());
    CHECK(names_in(folder.path()) == Names{"a"});
    CHECK(mode_of(folder / "a") == 0600);
    CHECK(bytes_in(folder / "a") == "one two");
}

TEST_CASE(
    "A file that is not finished leaves nothing, and a rest of an earlier run is no hindrance")
{
    const TempFolder folder;
    write_text(folder / "a.part", "a longer half, left by a kill");
    fs::permissions(folder / "a.part", fs::perms(0644));
    {
        auto file = begun(folder / "a", "half");
        auto moved = std::move(file);
        CHECK(bytes_in(moved.part()) == "half");
        CHECK(mode_of(moved.part()) == 0600);
    }
    CHECK(names_in(folder.path()) == Names{});
}

TEST_CASE("A file that another program fills is kept like any other")
{
    const TempFolder folder;
    auto file = WholeFile::create(folder / "a");
    REQUIRE(file);
    REQUIRE(fs::file_size(file->part()) == 0);
    write_text(file->part(), "dumped");
    REQUIRE(file->finish());
    CHECK(bytes_in(folder / "a") == "dumped");
    CHECK(names_in(folder.path()) == Names{"a"});
}

TEST_CASE("A file never takes the place of another, be it a link to nowhere or one that came "
          "meanwhile")
{
    const TempFolder folder;
    write_text(folder / "mine", "left alone");
    const auto refused = WholeFile::create(folder / "mine");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message
          == (folder / "mine").string()
              + " exists already and was left as it is; choose another name.");
    fs::create_symlink(folder / "nowhere", folder / "link");
    CHECK_FALSE(WholeFile::create(folder / "link"));
    {
        auto late = begun(folder / "late", "ours");
        write_text(folder / "late", "came meanwhile");
        CHECK_FALSE(late.finish());
    }
    CHECK(bytes_in(folder / "late") == "came meanwhile");
    CHECK(names_in(folder.path()) == Names{"late", "link", "mine"});
}

TEST_CASE("Of many that want the same name at the same moment one gets it")
{
    constexpr int kMany = 2, kNames = 500;
    const TempFolder folder;
    std::atomic<int> got = 0;
    std::barrier moment(kMany);
    {
        std::vector<std::jthread> many;
        for (int self = 0; self < kMany; ++self)
            many.emplace_back([&, own = folder / ("own" + std::to_string(self))] {
                for (int i = 0; i < kNames; ++i) {
                    write_text(own, "mine");
                    moment.arrive_and_wait();
                    got += bool(files::rename_new(own, folder / ("name" + std::to_string(i))));
                }
            });
    }
    CHECK(got == kNames);
}

TEST_CASE("Where a file cannot be is said in a sentence")
{
    const TempFolder folder;
    const auto nowhere = WholeFile::create(folder / "no" / "folder");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message
          == (folder / "no" / "folder").string()
              + " cannot be written (No such file or directory); is there room, and may you write "
                "there?");
}

TEST_CASE("What does not fit is said, and nothing of it stays")
{
    const TempFolder folder;
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto signal = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit four_bytes{4, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &four_bytes);
    const auto written = write_whole({{folder / "a", "one"}, {folder / "b", "too long"}});
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal);
    REQUIRE_FALSE(written);
    CHECK_THAT(written.error().message, Contains("b cannot be written (File too large)"));
    CHECK(names_in(folder.path()) == Names{});
}

TEST_CASE("Of two that make the same file at the same time, the later one does, and it is whole")
{
    const TempFolder folder;
    auto first = begun(folder / "a", "first");
    auto second = begun(folder / "a", "sec");
    const auto refused = first.finish();
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Contains("another program"));
    {
        const auto given_up = std::move(first);
    }
    REQUIRE(second.write(bytes_of("ond")));
    REQUIRE(second.finish());
    CHECK(bytes_in(folder / "a") == "second");
    CHECK(names_in(folder.path()) == Names{"a"});
}

TEST_CASE("A file that may be replaced is there, old or new, at any moment")
{
    const TempFolder folder;
    write_text(folder / "a", "old");
    fs::permissions(folder / "a", fs::perms(0644));
    auto file = begun(folder / "a", "new", IfTaken::replace);
    CHECK(bytes_in(folder / "a") == "old");
    REQUIRE(file.finish());
    CHECK(bytes_in(folder / "a") == "new");
    CHECK(mode_of(folder / "a") == 0600);
    CHECK(names_in(folder.path()) == Names{"a"});
}

TEST_CASE("New files come all or not at all, and a rest of an earlier run is no hindrance")
{
    const TempFolder folder;
    write_text(folder / "a.txt.part", "half");
    REQUIRE(write_whole({{folder / "a.txt", "one"}, {folder / "b.txt", "two"}}));
    CHECK(bytes_in(folder / "a.txt") == "one");
    CHECK(is_private(folder.path()));
    CHECK(names_in(folder.path()) == Names{"a.txt", "b.txt"});
    CHECK_FALSE(write_whole({{folder / "c.txt", "three"}, {folder / "no/where.txt", "four"}}));
    CHECK_FALSE(write_whole({{folder / "d.txt", "five"}, {folder / "b.txt", "six"}}));
    CHECK(bytes_in(folder / "b.txt") == "two");
    CHECK(names_in(folder.path()) == Names{"a.txt", "b.txt"});
}

TEST_CASE("Files that replace others come all or not at all, too")
{
    const TempFolder folder;
    REQUIRE(write_whole({{folder / "a", "old"}, {folder / "b", "old"}}));
    REQUIRE(write_whole({{folder / "a", "new"}, {folder / "b", "new"}}, IfTaken::replace));
    CHECK(bytes_in(folder / "a") == "new");
    CHECK(bytes_in(folder / "b") == "new");
    fs::create_directory(folder / "z");
    CHECK_FALSE(write_whole({{folder / "c", "new"}, {folder / "z", "new"}}, IfTaken::replace));
    CHECK(names_in(folder.path()) == Names{"a", "b", "z"});
}
