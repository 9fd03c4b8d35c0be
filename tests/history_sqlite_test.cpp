#include "history/schema.hpp"
#include "history/sqlite.hpp"
#include "support/history_places.hpp"
#include "support/history_rows.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <iterator>

using namespace crura;
using namespace crura::history;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

unsigned mode_of(const fs::path& file)
{
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
}

// As SQLite writes a number: most significant byte first.
std::string as_written(double number)
{
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += char(bits >> shift & 0xFF);
    return bytes;
}

// A disk of its own, for a process of its own; false where that is not allowed.
bool mount_disk(const fs::path& at, const char* options)
{
    if (::unshare(CLONE_NEWNS) == 0
        && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("tmpfs", at.c_str(), "tmpfs", 0, options) == 0)
        return true;
    WARN("skipped: no disk can be mounted here (not root?)");
    return false;
}

} // namespace

TEST_CASE("A history's files are for their owner only, whatever they were before")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    const auto before = ::umask(0);
    {
        const auto repository = opened(file);
        must(repository->add_person("Birch", wall(0)));
        for (const char* end : {"", "-wal", "-shm"})
            CHECK(mode_of(file + end) == 0600);
    }
    ::chmod(file.c_str(), 0644);
    const auto repository = opened(file);
    must(repository->add_person("Ash", wall(0)));
    for (const char* end : {"", "-wal", "-shm"})
        CHECK(mode_of(file + end) == 0600);
    ::umask(before);
}

TEST_CASE("A file that is no history of Crura's is refused and left as it is")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    std::string foreign;
    SECTION("a text")
    {
        foreign = std::string(5000, 'x');
    }
    SECTION("a few bytes")
    {
        foreign = "hello";
    }
    SECTION("another program's SQLite file")
    {
        must(opened(file)->add_person("Birch", wall(0)));
        foreign = bytes_of(file);
        foreign[68] = 'X';
    }
    write_bytes(file, foreign);
    ::chmod(file.c_str(), 0644);
    CHECK_THAT(refused(open_history(file)), Contains(file) && Contains("left as it is"));
    CHECK(bytes_of(file) == foreign);
    CHECK(mode_of(file) == 0644);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("A history of a newer Crura is refused and left as it is")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    must(opened(file)->add_person("Birch", wall(0)));
    auto newer = bytes_of(file);
    newer[63] = 99; // user_version
    write_bytes(file, newer);
    CHECK_THAT(refused(open_history(file)), Contains("newer Crura") && Contains("99"));
    CHECK(bytes_of(file) == newer);
}

TEST_CASE("Nothing of who was deleted can be found in the files any more")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    const auto repository = opened(file);
    const Id goes = must(repository->add_person("Quittenbaum", wall(0)));
    const Id stays = must(repository->add_person("Birch", wall(0)));
    for (int i = 0; i < 60; ++i) {
        const bool going = i % 3 != 1;
        auto row = session_of(going ? goes : stays, i);
        row.recording = going ? "/secret/geheim-" + std::to_string(i) : "kept-" + std::to_string(i);
        const Id session = must(repository->begin_session(row));
        for (int part = 0; part < 4; ++part) {
            auto batch = batch_of(part * 50, 50);
            for (auto& breath : batch.breaths)
                breath.inspiratory_time_s = going ? 3 + i / 1e3 + 1e-9 : 1.5;
            batch.markers.push_back(
                {1, "note", going ? "vertraulich " + std::string(i * 40, 'q') : "kept"});
            must(repository->append(session, batch, row.figures));
        }
        if (i % 7 == 0 && going) // rows come and go
            must(repository->delete_session(session));
    }
    CHECK((bytes_of(file) + bytes_of(file + "-wal")).find("Quittenbaum") != std::string::npos);

    must(repository->delete_person(goes));
    const auto all = bytes_of(file) + bytes_of(file + "-wal");
    CHECK(all.find("Birch") != std::string::npos);
    CHECK(all.find("kept-1") != std::string::npos);
    CHECK(all.find(as_written(1.5)) != std::string::npos);
    for (const char* text : {"Quitten", "geheim", "vertraulich", "qqqqqqqq"})
        CHECK(all.find(text) == std::string::npos);
    int left = 0;
    for (int i = 0; i < 60; ++i)
        left += i % 3 != 1 && all.find(as_written(3 + i / 1e3 + 1e-9)) != std::string::npos;
    CHECK(left == 0);
    must(repository->rename_person(stays, "Oak"));
    CHECK((bytes_of(file) + bytes_of(file + "-wal")).find("Birch") == std::string::npos);
    must(repository->check());
}

TEST_CASE("A damaged history says so in a sentence")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    {
        const auto repository = opened(file);
        const Id person = must(repository->add_person("Birch", wall(0)));
        const Id session = must(repository->begin_session(session_of(person, 1)));
        must(repository->append(session, batch_of(0, 3000), figures_of(1)));
    }
    auto bytes = bytes_of(file);
    SECTION("in the middle")
    {
        for (std::size_t at = bytes.size() / 2; at < bytes.size() / 2 + 8192; ++at)
            bytes[at] = char(at * 31);
        write_bytes(file, bytes);
        const auto repository = opened(file);
        CHECK_THAT(refused(repository->check()), Contains("damaged") && Contains("backup"));
        CHECK_THAT(refused(repository->detail(1)), Contains(file) && Contains("damaged"));
    }
    SECTION("cut off")
    {
        write_bytes(file, bytes.substr(0, bytes.size() / 2));
        const auto repository = open_history(file);
        CHECK_THAT(repository ? refused((*repository)->check()) : repository.error().message,
                   Contains("damaged"));
    }
}

TEST_CASE("Places where no history can be are refused with a sentence")
{
    const TempFolder folder;
    CHECK_THAT(refused(open_history(folder / "nowhere/history.db")),
               Contains("nowhere") && Contains("folder"));
    CHECK_THAT(refused(open_history(folder.path())), Contains(folder.path().string()));
}

TEST_CASE("A full disk is said, loses nothing that was kept, and is forgotten once there is room")
{
    const TempFolder folder;
    if (!mount_disk(folder.path(), "size=3m"))
        return;
    {
        const auto repository = opened(folder / "history.db");
        const Id person = must(repository->add_person("Birch", wall(0)));
        const Id session = must(repository->begin_session(session_of(person, 1)));
        int kept = 0;
        std::string why;
        for (; why.empty(); kept += why.empty())
            if (const auto done = repository->append(session, batch_of(kept * 100, 100), {}); !done)
                why = done.error().message;
        CHECK(kept > 3);
        CHECK_THAT(why, Contains("no room left") && Contains("make room"));
        CHECK(must(repository->detail(session)).rows.breaths.size() == std::size_t(kept) * 100);
        ::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=30m");
        must(repository->append(session, batch_of(kept * 100, 100), {}));
        must(repository->check());
        CHECK(same_rows(must(repository->detail(session)).rows.breaths,
                        batch_of(0, (kept + 1) * 100).breaths));
    }
    ::umount(folder.path().c_str());
}

TEST_CASE("A disk that may only be read is said")
{
    const TempFolder folder;
    if (!mount_disk(folder.path(), "size=3m"))
        return;
    must(opened(folder / "history.db")->add_person("Birch", wall(0)));
    ::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr);
    const auto repository = open_history(folder / "history.db");
    CHECK_THAT(repository ? refused((*repository)->add_person("Ash", wall(0)))
                          : repository.error().message,
               Contains("history.db") && Contains("only be read"));
    ::umount(folder.path().c_str());
}

TEST_CASE("Two histories in one program do not take each other's locks away")
{
    const TempFolder folder;
    const std::string file = folder / "history.db";
    const auto first = opened(file);
    const Id person = must(first->add_person("Birch", wall(0)));
    for (int i = 0; i < 5; ++i) {
        // Were the lock gone, the child would believe to be the last one and delete the log.
        opened(file);
        const pid_t child = ::fork();
        if (child == 0) {
            {
                const auto other = open_history(file);
            }
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        CHECK(fs::exists(file + "-wal"));
        must(first->begin_session(session_of(person, i)));
    }
    CHECK(must(opened(file)->sessions({})).size() == 5);
}
