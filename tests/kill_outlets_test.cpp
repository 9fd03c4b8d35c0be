// The program killed together with what plays its sound and sends its MIDI.

#include "record/file_claim.hpp"
#include "record/recording.hpp"
#include "support/jack.hpp"
#include "support/on_disk.hpp"
#include "support/program.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace crura;
using test::Program;
using test::TroubledDisk;

namespace {

std::vector<std::string> session(const std::string& record)
{
    return {"run",      CRURA_ROOT "/tests/programs/rest-and-invite.toml",
            "--source", "simulator:calm",
            "--voice",  "none",
            "--record", record};
}

std::vector<pid_t> children_of(pid_t process)
{
    std::vector<pid_t> children;
    const auto tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto& task : std::filesystem::directory_iterator(tasks)) {
        std::ifstream list(task.path() / "children");
        for (pid_t child = 0; list >> child;)
            children.push_back(child);
    }
    return children;
}

} // namespace

TEST_CASE("A session killed with its outlets leaves nothing that hinders the next one")
{
    if (const char* reason = test::JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const test::JackServer server;
    const TroubledDisk disk;
    {
        Program killed(session(disk / "a.crura"), test::on(disk));
        REQUIRE(killed.says("rate", 20));
        const auto outlets = children_of(killed.process());
        CHECK(outlets.size() == 2); // sound and MIDI
        killed.signal(SIGKILL);
        for (const auto outlet : outlets)
            ::kill(outlet, SIGKILL);
        CHECK(killed.ends(10) == 128 + SIGKILL);
    }
    Program next(session(disk / "b.crura"), test::on(disk));
    CHECK(next.says("rate", 20));
    CHECK(children_of(next.process()).size() == 2);
    CHECK(record::is_being_recorded(disk / "b.crura"));
    next.signal(SIGINT);
    CHECK(next.ends(20) == 0);
    CHECK(next.output().find("gone") == std::string::npos);
    CHECK(record::read_recording(disk / "b.crura")->whole());
}
