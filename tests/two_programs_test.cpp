// Two sessions at once, and a clock that was set back, with the real program.

#include "record/file_claim.hpp"
#include "record/recording.hpp"
#include "support/documented.hpp"
#include "support/line_emulator.hpp"
#include "support/on_disk.hpp"
#include "support/program.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::Program;
using test::TroubledDisk;

namespace {

std::vector<std::string> session(const std::string& source, const std::string& record)
{
    std::vector<std::string> words{"run",       CRURA_ROOT "/tests/programs/rest-and-invite.toml",
                                   "--source",  source,
                                   "--audio",   "none",
                                   "--midi",    "none",
                                   "--voice",   "none",
                                   "--minutes", "0.5"};
    if (!record.empty())
        words.insert(words.end(), {"--record", record});
    return words;
}

record::Recording read(const std::filesystem::path& file)
{
    auto recording = record::read_recording(file);
    if (!recording)
        FAIL(recording.error().message);
    return std::move(*recording);
}

} // namespace

TEST_CASE("Two sessions at the same time make two recordings, both whole")
{
    const TroubledDisk disk;
    const auto a = disk / "a.crura", b = disk / "b.crura";
    Program one(session("simulator:calm", a), test::on(disk));
    Program other(session("simulator:calm", b), test::on(disk));
    REQUIRE(one.says("rate", 20));
    REQUIRE(other.says("rate", 20));
    std::this_thread::sleep_for(2s);
    for (auto* program : {&one, &other}) {
        program->signal(SIGINT);
        CHECK(program->ends(20) == 0);
    }
    for (const auto& file : {a, b}) {
        const auto recording = read(file);
        CHECK(recording.whole());
        CHECK(recording.closed);
        CHECK(recording.ticks.size() > 150);
    }
}

TEST_CASE("A second session does not record into the file of the first, nor can it be repaired")
{
    const TroubledDisk disk;
    const auto file = disk / "a.crura";
    Program first(session("simulator:calm", file), test::on(disk));
    REQUIRE(first.says("rate", 20));
    CHECK(record::is_being_recorded(file));
    CHECK_FALSE(record::repair(file));

    const auto second = test::run_program(session("simulator:calm", file), test::on(disk));
    CHECK(second.status == 1);
    CHECK_THAT(
        second.output,
        Contains(file.string() + " is being recorded by another session; choose another name."));
    const auto analyzed = test::run_program({"analyze", file, "--out", disk / "out"});
    CHECK(analyzed.status == 0);
    CHECK_THAT(analyzed.output,
               Contains(file.string() + " is still being recorded; this is what there is so far."));

    first.signal(SIGINT);
    CHECK(first.ends(20) == 0);
    CHECK_FALSE(record::is_being_recorded(file));
    const auto recording = read(file);
    CHECK(recording.whole());
    CHECK(recording.closed);
}

TEST_CASE("A second session at the same serial port is told that another program uses it")
{
    const TroubledDisk disk;
    test::LineEmulator board({}, std::vector<test::LineEmulator::Row>(2000, {500, 500}));
    const auto source = "line:" + board.port_name();
    Program first(session(source, disk / "a.crura"), test::on(disk));
    REQUIRE(first.says("rate", 20));
    const auto second = test::run_program(session(source, disk / "b.crura"), test::on(disk));
    CHECK(second.status == 1);
    CHECK_THAT(second.output,
               Contains("cannot open the serial port " + board.port_name()
                        + ": another program uses it; close that program and try again"));
    CHECK_FALSE(std::filesystem::exists(disk / "b.crura"));
    first.signal(SIGINT);
    CHECK(first.ends(20) == 0);
    CHECK(read(disk / "a.crura").whole());
}

TEST_CASE("Sessions that begin in the same second, at once or as the hour comes twice, keep apart")
{
    const TroubledDisk disk;
    disk.clock_is("= 1000000000"); // stands still
    {
        Program one(session("simulator:calm", ""), test::on(disk));
        Program other(session("simulator:calm", ""), test::on(disk));
        for (auto* program : {&one, &other}) {
            REQUIRE(program->says("rate", 20));
            program->signal(SIGINT);
            CHECK(program->ends(20) == 0);
        }
    }
    Program later(session("simulator:calm", ""), test::on(disk));
    REQUIRE(later.says("rate", 20));
    later.signal(SIGINT);
    CHECK(later.ends(20) == 0);

    std::set<std::string> endings;
    for (const auto& each :
         std::filesystem::directory_iterator(disk / ".local/share/crura/recordings")) {
        CHECK(read(each.path()).whole());
        const auto name = each.path().filename().string();
        CHECK_THAT(name, Contains("2001-09-09_"));
        endings.insert(name.substr(name.find("rest-and-invite")));
    }
    CHECK(endings
          == std::set<std::string>{"rest-and-invite.crura", "rest-and-invite-2.crura",
                                   "rest-and-invite-3.crura"});
}

TEST_CASE("A clock that leaps back by a day in mid-session changes no length")
{
    const TroubledDisk disk;
    const auto file = disk / "a.crura";
    const auto began = host_now();
    Program program(session("simulator:calm", file), test::on(disk));
    REQUIRE(program.says("rate", 20));
    disk.clock_is("-86400");
    std::this_thread::sleep_for(4s);
    program.signal(SIGINT);
    REQUIRE(program.ends(20) == 0);
    const auto lasted_s = to_seconds(host_now() - began);

    const auto recording = read(file);
    CHECK(recording.whole());
    CHECK(to_seconds(recording.ticks.back().time - recording.ticks.front().time)
          == Approx(lasted_s).margin(1.5));
    for (std::size_t i = 1; i < recording.ticks.size(); ++i)
        REQUIRE(recording.ticks[i].time > recording.ticks[i - 1].time);
}
