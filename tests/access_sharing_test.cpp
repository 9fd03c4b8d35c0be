// Several doorkeepers at one folder, and files that are not as they should be.

#include "access/doorkeeper.hpp"

#include "access/folder_lock.hpp"
#include "support/doors.hpp"
#include "support/files_there.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <thread>

using namespace crura;
using namespace crura::access;
using namespace crura::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

// In another process, which sees the folder for the first time; its exit status.
int elsewhere(const std::filesystem::path& folder, const std::function<int(Doorkeeper&)>& does)
{
    const pid_t child = ::fork();
    if (child == 0) {
        Doorkeeper door(folder);
        ::_exit(does(door));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("What another process offers, lets in and revokes is known at the next question")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    const auto id = door.who(token, kNoon)->id;
    const auto code = offered(door);
    CHECK(elsewhere(folder.path(),
                    [&](Doorkeeper& other) {
                        const bool known = other.who(token, kNoon).has_value();
                        const bool revoked = other.revoke(id).has_value();
                        const auto let_in = other.let_in(code, "there", kNoon);
                        return known && revoked && let_in && let_in->refusal == Refusal::none ? 0
                                                                                              : 1;
                    })
          == 0);
    CHECK_FALSE(door.who(token, kNoon));
    CHECK(entry(door, code).refusal == Refusal::expired);
    CHECK(door.devices()->front().name == "there");
}

TEST_CASE("A revoked token is refused at once, however often the file has changed before")
{
    const TempFolder folder;
    Doorkeeper asked(folder.path()), changing(folder.path());
    for (int round = 0; round < 50; ++round) { // files of one size, written within one tick
        const auto let_in = entry(changing, offered(changing));
        REQUIRE(asked.who(let_in.token, kNoon));
        REQUIRE(changing.revoke(let_in.device.id));
        REQUIRE_FALSE(asked.who(let_in.token, kNoon));
    }
}

TEST_CASE("Of many who try one code at the same time, one is let in")
{
    const TempFolder folder;
    Doorkeeper a(folder.path()), b(folder.path());
    const auto code = offered(a);
    std::atomic<int> in = 0, expired = 0;
    std::barrier start(8);
    {
        std::vector<std::jthread> tries;
        for (int each = 0; each < 8; ++each)
            tries.emplace_back([&, each] {
                start.arrive_and_wait();
                const auto entry = (each % 2 ? a : b).let_in(code, "", kNoon);
                in += entry && entry->refusal == Refusal::none;
                expired += entry && entry->refusal == Refusal::expired;
            });
    }
    CHECK(in == 1);
    CHECK(expired == 7);
    CHECK(a.devices()->size() == 1);
}

TEST_CASE("Two processes that offer and let in at the same time lose nothing of each other")
{
    const TempFolder folder;
    const auto pairs_ten = [](Doorkeeper& door) {
        for (int each = 0; each < 10; ++each) {
            const auto code = door.offer({}, kNoon);
            const auto entry = code ? door.let_in(*code, "", kNoon) : Result<Entry>(code.error());
            if (!entry || entry->refusal != Refusal::none)
                return 1;
        }
        return 0;
    };
    const pid_t child = ::fork();
    if (child == 0) {
        Doorkeeper door(folder.path());
        ::_exit(pairs_ten(door));
    }
    Doorkeeper door(folder.path());
    CHECK(pairs_ten(door) == 0);
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(door.devices()->size() == 20);
}

TEST_CASE("One doorkeeper may be asked by several threads while devices come and go")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto stays = entry(door, offered(door)).token;
    std::atomic<bool> known = true;
    {
        std::vector<std::jthread> asking;
        for (int each = 0; each < 3; ++each)
            asking.emplace_back([&](std::stop_token stop) {
                for (int asked = 0; !stop.stop_requested(); ++asked)
                    known = known && door.who(stays, kNoon + 1h * (asked / 1000)).has_value();
            });
        for (int round = 0; round < 10; ++round)
            REQUIRE(door.revoke(entry(door, offered(door)).device.id));
    }
    CHECK(known);
}

TEST_CASE("While another program holds the lock and hangs, the known are known and others wait")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    const auto hung = FolderLock::take(folder.path(), 0ms);
    REQUIRE(hung);
    CHECK(door.who(token, kNoon + 2h));
    CHECK_THAT(door.offer({}, kNoon).error().message,
               Contains(folder.path().string()) && Contains("try again"));
}

TEST_CASE("A file of devices that is broken lets nobody in, and says so in one sentence")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    const auto code = offered(door);
    const auto file = folder / "devices.json";
    const auto whole = bytes_in(file);
    const auto with = [&](const std::string& what, const std::string& instead) {
        auto text = whole;
        return text.replace(text.find(what), what.size(), instead);
    };
    REQUIRE(door.who(token, kNoon));
    for (const auto& broken :
         {whole.substr(0, whole.size() / 2), std::string("null"), std::string("[]"),
          std::string("{\"devices\":{}}"), std::string(100, '['), std::string(100, '\0'),
          with("viewer", "emperor"), with("\"owner\": false", "\"owner\": 0"),
          with("token_sha256\": \"", "token_sha256\": \"0"), with("\"mat\": 0", "\"mat\": -1"),
          with("since_ms\": ", "since_ms\": 1e300, \"x\": "), with("\"id\"", "\"di\"")}) {
        write_text(file, broken);
        INFO(broken);
        CHECK_FALSE(door.who(token, kNoon));
        const auto let_in = door.let_in(code, "", kNoon);
        REQUIRE_FALSE(let_in);
        CHECK_THAT(let_in.error().message,
                   Contains(file.string()) && Contains("Nobody is let in")
                       && EndsWith("pair every device again."));
        CHECK_FALSE(door.devices());
        CHECK_FALSE(door.revoke("x"));
        CHECK(bytes_in(file) == broken); // left for whoever wants to mend it
    }
    write_text(file, whole);
    CHECK(door.who(token, kNoon));
    CHECK(entry(door, code).refusal == Refusal::none); // its code was left as it was
}

TEST_CASE("A file of offers that is broken lets nobody new in, and the known stay known")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    const auto code = offered(door);
    for (const auto* broken : {"{", "{\"offers\":[]}", "{\"offers\":[1],\"wrong_tries\":[]}",
                               "{\"offers\":[],\"wrong_tries\":[1]}"}) {
        write_text(folder / "offers.json", broken);
        CHECK(door.who(token, kNoon));
        for (const auto& error :
             {door.let_in(code, "", kNoon).error(), door.offer({}, kNoon).error()})
            CHECK_THAT(error.message,
                       Contains((folder / "offers.json").string()) && Contains("new code"));
    }
}

TEST_CASE("A lost file of devices means to pair again")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    REQUIRE(door.who(token, kNoon));
    std::filesystem::remove(folder / "devices.json");
    CHECK_FALSE(door.who(token, kNoon));
    CHECK(door.devices()->empty());
    CHECK(door.who(entry(door, offered(door)).token, kNoon));
}

TEST_CASE("A file that others may write is not trusted")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    REQUIRE(door.who(token, kNoon));
    REQUIRE(::chmod((folder / "devices.json").c_str(), 0620) == 0);
    CHECK_FALSE(door.who(token, kNoon));
    CHECK_THAT(door.devices().error().message, Contains("chmod 600"));
    REQUIRE(::chmod((folder / "devices.json").c_str(), 0600) == 0);
    CHECK(door.who(token, kNoon));
}
