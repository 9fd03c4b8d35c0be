// The browser, the one running page, the desktop entry: real processes, files and locks.

#include "app/opening.hpp"
#include "support/child.hpp"
#include "support/own_home.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

using namespace crura;
using namespace std::chrono_literals;
using app::OnePage;
using app::PageAt;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
namespace fs = std::filesystem;

namespace {

constexpr const char* kFolder = "CRURA_TEST_PAGE";
constexpr const char* kUrl = "http://127.0.0.1:8442/?a=1&b=$(touch%20no)";

std::string text_of(const fs::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<OnePage> taken(const fs::path& folder)
{
    auto page = OnePage::take(folder);
    REQUIRE(page);
    return std::move(*page);
}

void put(const fs::path& file, const std::string& text)
{
    std::ofstream(file) << text;
}

// A program that writes down what it was given.
fs::path browser(const fs::path& folder, const std::string& name, const std::string& then = "")
{
    const auto file = folder / name;
    put(file,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.part\"\nls -l /proc/self/fd >\"$0.files\"\n"
        "mv \"$0.part\" \"$0.given\"\n"
            + then + "\n");
    fs::permissions(file, fs::perms::owner_all);
    return file;
}

// No desktop, no browser, until a test says so.
struct Desktop {
    Desktop()
    {
        for (const char* name : {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"})
            ::unsetenv(name);
    }
    ~Desktop()
    {
        ::setenv("PATH", path_.c_str(), 1);
        for (const char* name : {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"})
            ::unsetenv(name);
    }

private:
    std::string path_ = std::getenv("PATH");
};

} // namespace

TEST_CASE("The first Crura has the page, and a second finds where it is")
{
    const test::TempFolder home;
    const auto folder = home / "deep" / "page";
    auto first = taken(folder);
    REQUIRE(first);
    CHECK_FALSE(taken(folder));
    CHECK_FALSE(app::page_open_in(folder, 0ms)); // it has not said so yet
    REQUIRE(first->tell({::getpid(), 8442, 8443}));
    const auto at = app::page_open_in(folder, 0ms);
    REQUIRE(at);
    CHECK(at->pid == ::getpid());
    CHECK(at->port == 8442);
    CHECK(at->lan_port == 8443);
    for (const char* name : {"page.json", "page.lock"})
        CHECK((fs::status(folder / name).permissions() & fs::perms::all)
              == (fs::perms::owner_read | fs::perms::owner_write));

    first.reset();
    CHECK_FALSE(app::page_open_in(folder, 0ms));
    CHECK(taken(folder));
}

// The other process of the next two tests.
TEST_CASE("has the page", "[.][child]")
{
    auto page = taken(std::getenv(kFolder));
    REQUIRE(page);
    REQUIRE(page->tell({::getpid(), 9001, 0}));
    test::say("open");
    ::pause();
}

TEST_CASE("Another process's page is found, and one that was killed is known to be gone")
{
    const test::TempFolder folder;
    ::setenv(kFolder, folder.path().c_str(), 1);
    test::Child other("has the page");
    REQUIRE(other.says("open", 30));
    CHECK_FALSE(taken(folder.path()));
    const auto at = app::page_open_in(folder.path(), 0ms);
    REQUIRE(at);
    CHECK(at->pid == other.process());
    CHECK(at->port == 9001);
    CHECK(at->lan_port == 0);

    ::kill(other.process(), SIGKILL);
    CHECK(other.ends(10) == -1);
    CHECK(fs::exists(folder / "page.json")); // stale
    CHECK_FALSE(app::page_open_in(folder.path(), 0ms));
    auto next = taken(folder.path());
    REQUIRE(next);
    CHECK_FALSE(fs::exists(folder / "page.json"));
}

TEST_CASE("What stands in page.json and cannot be is no page")
{
    const test::TempFolder folder;
    const auto me = std::to_string(::getpid());
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), R"({"pid":)" + me + "}",
          R"({"pid":)" + me + R"(,"port":0})", R"({"pid":)" + me + R"(,"port":70000})",
          R"({"pid":)" + me + R"(,"port":80.5})", R"({"pid":)" + me + R"(,"port":"80"})",
          std::string(R"({"pid":-1,"port":80})"), std::string(R"({"pid":1e300,"port":80})")}) {
        put(folder / "page.json", text);
        INFO(text);
        CHECK_FALSE(app::page_open_in(folder.path(), 0ms));
    }
    put(folder / "page.json", R"({"pid":)" + me + R"(,"port":80})");
    CHECK(app::page_open_in(folder.path(), 0ms));
}

TEST_CASE("A folder that cannot be used is one sentence")
{
    const test::TempFolder folder;
    put(folder / "file", "");
    const auto page = OnePage::take(folder / "file");
    REQUIRE_FALSE(page);
    CHECK_THAT(page.error().message, Contains((folder / "file").string()));
}

TEST_CASE("The address is handed to the browser as it is, by no shell and with none of our files")
{
    const Desktop desktop;
    const test::TempFolder folder;
    const auto program = browser(folder.path(), "browser");
    ::setenv("BROWSER", program.c_str(), 1);
    std::ifstream ours(program); // an open file of ours
    REQUIRE(app::open_in_browser(kUrl));
    CHECK(text_of(program.string() + ".given") == std::string(kUrl) + "\n");
    CHECK_THAT(text_of(program.string() + ".files"), !Contains("browser\n"));
    CHECK_FALSE(fs::exists("no"));
}

TEST_CASE("The browsers of $BROWSER are tried in turn, with the address where they want it")
{
    const Desktop desktop;
    const test::TempFolder folder;
    const auto fails = browser(folder.path(), "fails", "exit 3");
    const auto works = browser(folder.path(), "works");
    ::setenv(
        "BROWSER",
        ("no-such-browser:" + fails.string() + ":" + works.string() + " --new x=%s end").c_str(),
        1);
    REQUIRE(app::open_in_browser(kUrl));
    CHECK(text_of(fails.string() + ".given") == std::string(kUrl) + "\n");
    CHECK(text_of(works.string() + ".given") == "--new\nx=" + std::string(kUrl) + "\nend\n");
}

TEST_CASE("A browser that stays is waited for no longer than told")
{
    const Desktop desktop;
    const test::TempFolder folder;
    const auto stays = browser(folder.path(), "stays", "sleep 1");
    ::setenv("BROWSER", stays.c_str(), 1);
    REQUIRE(app::open_in_browser(kUrl, 50ms));
    CHECK(test::within(10s, [&] { return fs::exists(stays.string() + ".given"); }));
}

TEST_CASE("On a desktop xdg-open opens it, and without a screen the sentence has the address")
{
    const Desktop desktop;
    const test::TempFolder folder;
    const auto without = app::open_in_browser(kUrl);
    REQUIRE_FALSE(without);
    CHECK(without.error().message
          == "There is no screen here to show a browser on; the page is at " + std::string(kUrl));

    const auto opener = browser(folder.path(), "xdg-open");
    ::setenv("PATH", (folder.path().string() + ":" + std::getenv("PATH")).c_str(), 1);
    for (const char* screen : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        fs::remove(opener.string() + ".given");
        ::setenv(screen, ":0", 1);
        REQUIRE(app::open_in_browser(kUrl));
        CHECK(text_of(opener.string() + ".given") == std::string(kUrl) + "\n");
        ::unsetenv(screen);
    }

    ::setenv("PATH", "/nowhere", 1);
    ::setenv("DISPLAY", ":0", 1);
    const auto nobody = app::open_in_browser(kUrl);
    REQUIRE_FALSE(nobody);
    CHECK_THAT(nobody.error().message, EndsWith(kUrl));
}

TEST_CASE("The desktop entry is one that desktops understand, and its icon is there")
{
    const auto entry = text_of(CRURA_ROOT "/data/crura.desktop");
    CHECK_THAT(entry, Catch::StartsWith("[Desktop Entry]\n"));
    for (const char* line : {"\nType=Application\n", "\nExec=crura\n", "\nIcon=crura\n"})
        CHECK_THAT(entry, Contains(line));
    CHECK_THAT(text_of(CRURA_ROOT "/data/crura.svg"), Contains("</svg>"));
    if (std::system("command -v desktop-file-validate >/dev/null") == 0)
        CHECK(std::system("desktop-file-validate " CRURA_ROOT "/data/crura.desktop") == 0);
    else
        WARN("desktop-file-validate (desktop-file-utils) is not here: the entry is not validated");
}
