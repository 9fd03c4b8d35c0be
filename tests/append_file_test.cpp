#include "record/append_file.hpp"
#include "record/file_claim.hpp"
#include "record/recording.hpp"
#include "support/documented.hpp"
#include "support/temp_folder.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <set>
#include <vector>

using namespace crura;
using record::AppendFile;
using record::Bytes;

namespace {

Bytes bytes_of(const std::string& text)
{
    return {text.begin(), text.end()};
}

} // namespace

TEST_CASE("Files that nobody named get the next free name, and none is overwritten")
{
    const test::TempFolder folder;
    const auto wanted = folder / "new" / "2026-11-22_18-00-00_rest.crura";
    std::vector<std::filesystem::path> got;
    for (int i = 0; i < 3; ++i) {
        auto file = AppendFile::create_free(wanted);
        REQUIRE(file);
        REQUIRE(file->append(bytes_of(std::to_string(i))));
        got.push_back(file->path());
    }
    CHECK(got[0] == wanted);
    CHECK(got[1].filename() == "2026-11-22_18-00-00_rest-2.crura");
    CHECK(got[2].filename() == "2026-11-22_18-00-00_rest-3.crura");
    for (const auto& each : got)
        CHECK(std::filesystem::file_size(each) == 1);
    struct stat status {};
    REQUIRE(::stat((folder / "new").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE("Processes that ask for the same free name at the same time all get another file")
{
    constexpr int kProcesses = 8, kFiles = 20;
    const test::TempFolder folder;
    std::array<pid_t, kProcesses> children{};
    for (auto& child : children) {
        child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (int i = 0; i < kFiles; ++i) {
                auto file = AppendFile::create_free(folder / "a.crura");
                if (!file || !file->append(bytes_of(std::to_string(::getpid()))))
                    ::_exit(1);
            }
            ::_exit(0);
        }
    }
    for (const auto child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    using Files = std::filesystem::directory_iterator;
    CHECK(std::distance(Files(folder.path()), Files()) == kProcesses * kFiles);
}

TEST_CASE("A folder that cannot be made is named, with the reason and how to go on")
{
    const auto nowhere = std::filesystem::path("/proc/none/recordings");
    const auto sentence = AppendFile::create_free(nowhere / "a.crura").error().message;
    CHECK(sentence
          == "Cannot make the folder /proc/none/recordings for recordings (No such file or "
             "directory); choose another place for it, or keep no recording.");
}

TEST_CASE("A file is claimed while it is open, by one alone, and free afterwards")
{
    const test::TempFolder folder;
    const auto path = folder / "a.crura";
    CHECK_FALSE(record::is_being_recorded(path));
    {
        auto file = AppendFile::create(path);
        REQUIRE(file);
        const auto moved = std::move(*file);
        CHECK(record::is_being_recorded(path));
        CHECK_FALSE(record::FileClaim(path).granted());
        CHECK(AppendFile::create(path).error().message
              == path.string() + " is being recorded by another session; choose another name.");
    }
    CHECK_FALSE(record::is_being_recorded(path));
    const record::FileClaim claim(path);
    CHECK(claim.granted());
    CHECK(record::is_being_recorded(path));
    CHECK_FALSE(record::FileClaim(path).granted());
}

TEST_CASE("Two that only look do not take each other for a recorder")
{
    const test::TempFolder folder;
    const auto path = folder / "a.crura";
    REQUIRE(AppendFile::create(path));
    const auto looker = ::fork();
    REQUIRE(looker >= 0);
    if (looker == 0)
        for (;;)
            (void)record::is_being_recorded(path);
    int wrong = 0;
    for (int i = 0; i < 20'000; ++i)
        wrong += record::is_being_recorded(path);
    ::kill(looker, SIGKILL);
    ::waitpid(looker, nullptr, 0);
    CHECK(wrong == 0);
}

TEST_CASE("Whoever is killed claims nothing any more")
{
    const test::TempFolder folder;
    const auto path = folder / "a.crura";
    const auto recorder = ::fork();
    REQUIRE(recorder >= 0);
    if (recorder == 0) {
        const auto file = AppendFile::create(path);
        ::pause();
        ::_exit(file ? 0 : 1);
    }
    CHECK(test::within(std::chrono::seconds(5), [&] { return record::is_being_recorded(path); }));
    ::kill(recorder, SIGKILL);
    ::waitpid(recorder, nullptr, 0);
    CHECK_FALSE(record::is_being_recorded(path));
}

TEST_CASE("A file that is still being recorded is not repaired")
{
    const test::TempFolder folder;
    const auto path = folder / "a.crura";
    auto file = AppendFile::create(path);
    REQUIRE(file);
    REQUIRE(file->append(bytes_of("the beginning of a block")));
    const auto repaired = record::repair(path);
    REQUIRE_FALSE(repaired);
    CHECK(repaired.error().message
          == path.string()
              + " is still being recorded and was left as it is; end that session first.");
    CHECK(std::filesystem::file_size(path) == 24);
}
