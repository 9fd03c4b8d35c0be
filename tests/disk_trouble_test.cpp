// A disk that is full, read-only, failing or slow, under the real program. Each sentence here
// stands in docs/when-things-go-wrong.md too, which the last test of this file reads.

#include "record/recording.hpp"
#include "support/documented.hpp"
#include "support/on_disk.hpp"
#include "support/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <initializer_list>
#include <iomanip>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::Program;
using test::TroubledDisk;

namespace {

constexpr const char* kOtherwise = "choose another place for it, or keep no recording.";
constexpr const char* kLost = "The recording cannot be written; the session goes on.";
constexpr const char* kBack = "Recording again.";
constexpr const char* kWaiting = "Waiting for the disk ...";

std::vector<std::string> session(const std::string& record)
{
    return {"run",      CRURA_ROOT "/tests/programs/rest-and-invite.toml",
            "--source", "simulator:calm",
            "--audio",  "none",
            "--midi",   "none",
            "--voice",  "none",
            "--record", record};
}

record::Recording whole_ticks(const std::filesystem::path& file)
{
    auto recording = record::read_recording(file);
    if (!recording)
        FAIL(recording.error().message);
    for (std::size_t i = 0; i < recording->ticks.size(); ++i)
        REQUIRE(recording->ticks[i].number == i + 1);
    CHECK(recording->whole());
    CHECK(recording->closed);
    return std::move(*recording);
}

double longest_pause_s(const record::Recording& recording)
{
    double longest_s = 0;
    for (std::size_t i = 1; i < recording.ticks.size(); ++i)
        longest_s =
            std::max(longest_s, to_seconds(recording.ticks[i].time - recording.ticks[i - 1].time));
    return longest_s;
}

// A session that runs on a disk of its own.
struct Running {
    Running() : program(session(file), test::on(disk)) {}

    void end()
    {
        program.signal(SIGINT);
        has_ended();
    }

    void has_ended()
    {
        CHECK(program.ends(20) == 0);
        INFO(program.output());
        CHECK_THAT(program.output(), Contains("min")); // the summary
    }

    TroubledDisk disk;
    std::filesystem::path file = disk / "a.crura";
    Program program;
};

// Until they have run for two seconds.
void settle(std::initializer_list<Running*> sessions)
{
    for (auto* each : sessions)
        REQUIRE(each->program.says("Settle", 20));
    std::this_thread::sleep_for(2s);
}

} // namespace

TEST_CASE("A session whose recording cannot begin says why, how to go on, and leaves no file")
{
    struct Case {
        const char* mood;
        const char* begins;
        const char* reason;
    };
    const auto [mood, begins, reason] =
        GENERATE(Case{"full", "Cannot write ", " (No space left on device); make room, "},
                 Case{"read-only", "Cannot create the recording ", " (Read-only file system); "},
                 Case{"io-error", "Cannot create the recording ", " (Input/output error); "},
                 Case{"sync-error", "Cannot write ",
                      " (Input/output error); see whether its disk is plugged in and in order, "});
    const TroubledDisk disk;
    disk.is(mood);
    const auto file = (disk / "a.crura").string();
    const auto ran = test::run_program(session(file), test::on(disk));
    CHECK(ran.status == 1);
    const auto sentence = begins + file + reason + kOtherwise;
    CHECK_THAT(ran.output, Contains(sentence));
    CHECK(test::is_documented(sentence, file));
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("Without a recording a session runs on a disk that is read-only, or full")
{
    const TroubledDisk disk;
    disk.is(GENERATE("read-only", "full"));
    Program program(session("none"), test::on(disk));
    CHECK(program.says("rate", 20));
    program.signal(SIGINT);
    CHECK(program.ends(20) == 0);
}

TEST_CASE("A disk that fails for a while is told within 2 s and costs the recording nothing")
{
    std::array<Running, 4> sessions; // at the same time
    settle({&sessions[0], &sessions[1], &sessions[2], &sessions[3]});
    const std::array moods{"full", "read-only", "io-error", "sync-error"};
    for (std::size_t i = 0; i < moods.size(); ++i) {
        INFO(moods[i]);
        sessions[i].disk.is(moods[i]);
        CHECK(sessions[i].program.says(kLost, 2));
    }
    std::this_thread::sleep_for(2s);
    for (auto& each : sessions) {
        each.disk.is("fine");
        CHECK(each.program.says(kBack, 2));
        each.program.signal(SIGINT);
    }
    for (auto& each : sessions) {
        each.has_ended();
        const auto recording = whole_ticks(each.file);
        CHECK(longest_pause_s(recording) < 0.4); // the engine never waited
        CHECK(to_seconds(recording.ticks.back().time - recording.ticks.front().time) > 4);
    }
}

TEST_CASE("What a disk had no room for is told at the end, and the rest is there")
{
    Running session;
    settle({&session});
    session.disk.is("full");
    std::this_thread::sleep_for(13s); // ten of them are kept
    session.disk.is("fine");
    CHECK(session.program.says(kBack, 2));
    std::this_thread::sleep_for(1s);
    session.end();

    const auto recording = record::read_recording(session.file);
    REQUIRE(recording);
    CHECK(recording->closed);
    CHECK(recording->damage.empty());
    REQUIRE(recording->losses.size() == 1);
    const auto lost_s = longest_pause_s(*recording);
    CHECK(lost_s > 1);
    CHECK(lost_s < 5);
    std::ostringstream told;
    told << std::fixed << std::setprecision(1) << lost_s << " s of the session are missing in "
         << session.file.string() << ", which could not be written for too long.";
    CHECK_THAT(session.program.output(), Contains(told.str().substr(1)));
}

TEST_CASE("A disk that is full to the end costs the end, and the program says so and ends as ever")
{
    Running session;
    settle({&session});
    session.disk.is("full");
    CHECK(session.program.says(kLost, 2));
    session.end();
    const auto sentence = "Cannot write " + session.file.string()
        + " (No space left on device); the end of the recording is missing.";
    CHECK_THAT(session.program.output(), Contains(sentence));
    CHECK(test::is_documented(sentence, session.file));
    const auto recording = record::read_recording(session.file);
    REQUIRE(recording);
    CHECK_FALSE(recording->closed);
    CHECK(recording->damage.empty()); // no half block
    CHECK(recording->ticks.size() > 100);
}

TEST_CASE("A slow disk neither stops the engine nor, up to ten seconds, costs anything")
{
    Running slow, slower;
    settle({&slow, &slower});
    slow.disk.is("slow 800");
    slower.disk.is("slow 5000");
    CHECK(slower.program.says(kLost, 4)); // two, and half of one to begin
    std::this_thread::sleep_for(4s);
    CHECK_FALSE(slow.program.says(kLost, 0.1));
    slower.disk.is("fine");
    CHECK(slower.program.says(kBack, 2));
    slower.disk.is("slow 5000");
    slow.program.signal(SIGINT);
    slower.program.signal(SIGINT);
    CHECK(slower.program.says(kWaiting, 10));
    slower.disk.is("fine");
    for (auto* each : {&slow, &slower}) {
        each->has_ended();
        CHECK(longest_pause_s(whole_ticks(each->file)) < 0.4);
    }
}

TEST_CASE("What is told while a disk fails is on the page for when things go wrong")
{
    CHECK(test::is_documented(kLost, ""));
    CHECK(test::is_documented(kBack, ""));
    CHECK(test::is_documented(kWaiting, ""));
}
