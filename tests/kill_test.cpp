// The whole program, killed with no warning at any time while it records.

#include "record/file_claim.hpp"
#include "record/recording.hpp"
#include "support/jack.hpp"
#include "support/line_emulator.hpp"
#include "support/on_disk.hpp"
#include "support/program.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::LineEmulator;
using test::Program;
using test::TroubledDisk;

namespace {

constexpr int kRounds = 5, kAtOnce = 10;
constexpr double kRateHz = 50;
constexpr Duration kPromise = 1s; // what is older survives

// Each row says which it is.
std::vector<LineEmulator::Row> numbered_rows()
{
    std::vector<LineEmulator::Row> rows;
    for (int i = 0; i < 60 * int(kRateHz); ++i)
        rows.push_back({double(i), double(60'000 - i)});
    return rows;
}

std::vector<std::string> session(const std::string& source, const std::string& record)
{
    return {"run",       CRURA_ROOT "/tests/programs/rest-and-invite.toml",
            "--source",  source,
            "--voice",   "none",
            "--minutes", "10",
            "--record",  record};
}

// A session with a board of its own, and what became of it.
class Doomed {
public:
    Doomed(const TroubledDisk& disk, const std::string& name)
        : file_(disk / name),
          board_({.rate_hz = kRateHz, .columns = {"chest:adc16:65535", "belly:adc16:65535"}},
                 numbered_rows()),
          program_(words(), test::on(disk))
    {
    }

    bool measures() const { return !board_.sent().empty(); }

    void die()
    {
        killed_at_ = host_now();
        program_.signal(SIGKILL);
        status_ = program_.ends(10);
    }

    void check() const
    {
        CHECK(status_ == 128 + SIGKILL);
        const auto recording = record::read_recording(file_);
        REQUIRE(recording);
        CHECK_FALSE(recording->closed);
        CHECK(recording->losses.empty());
        CHECK(recording->damage.size() == (recording->cut_bytes > 0 ? 1 : 0));

        const auto sent = board_.sent();
        const auto samples = record::samples_of(*recording);
        const auto rows = samples.size() / 2;
        std::size_t old = 0;
        while (old < sent.size() && sent[old].handed < killed_at_ - kPromise)
            ++old;
        CHECK(rows >= old);
        REQUIRE(rows <= sent.size());
        for (std::size_t i = 0; i < rows; ++i) {
            REQUIRE(samples[2 * i].value == double(sent[i].row));
            REQUIRE(samples[2 * i + 1].value == 60'000 - double(sent[i].row));
        }
        REQUIRE(record::repair(file_));
        CHECK(record::read_recording(file_)->damage.empty());
    }

    const std::filesystem::path& file() const { return file_; }
    std::size_t sent() const { return board_.sent().size(); }

private:
    std::vector<std::string> words() const
    {
        auto words = session("line:" + board_.port_name(), file_);
        words.insert(words.end(), {"--audio", "none", "--midi", "none"});
        return words;
    }

    std::filesystem::path file_;
    LineEmulator board_;
    Program program_;
    Time killed_at_{};
    int status_ = -1;
};

// Kills ten sessions, each at a random time of its own.
void kill_some(std::vector<std::unique_ptr<Doomed>>& sessions, std::mt19937& random)
{
    std::vector<std::pair<Duration, Doomed*>> kills;
    for (auto& each : sessions) {
        REQUIRE(test::within(60s, [&each] { return each->measures(); }));
        kills.emplace_back(
            std::chrono::microseconds(std::uniform_int_distribution(500'000, 4'500'000)(random)),
            each.get());
    }
    std::sort(kills.begin(), kills.end());
    const auto began = host_now();
    for (auto& [after, doomed] : kills) {
        std::this_thread::sleep_until(began + after);
        doomed->die();
    }
}

// A recording that was cut is as good as any other, and says that it was cut.
void use(const std::filesystem::path& file, const TroubledDisk& disk)
{
    const auto told = Contains(file.string() + " was cut");
    const auto analyzed = test::run_program({"analyze", file, "--out", disk / "out"});
    CHECK(analyzed.status == 0);
    CHECK_THAT(analyzed.output, told);
    CHECK(test::run_program({"play", file, "--fast"}).status == 0);
    const auto heard = test::run_program({"listen", file, "--out", disk / "a.wav"});
    CHECK(heard.status == 0);
    CHECK_THAT(heard.output, told);
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

TEST_CASE("After 50 kills at random times, every sample that was a second old is in its recording")
{
    const TroubledDisk disk;
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    INFO("seed " << seed);
    std::size_t sent = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::unique_ptr<Doomed>> sessions;
        for (int i = 0; i < kAtOnce; ++i)
            sessions.push_back(std::make_unique<Doomed>(
                disk, std::to_string(round) + '-' + std::to_string(i) + ".crura"));
        kill_some(sessions, random);
        use(sessions.front()->file(), disk);
        for (const auto& each : sessions) {
            INFO(each->file());
            each->check();
            sent += each->sent();
        }
    }
    CHECK(sent > 50 * std::size_t(kRateHz)); // there was something to lose
}

TEST_CASE("A session killed with its outlets leaves nothing that hinders the next one")
{
    if (const char* reason = test::JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const test::JackServer server;
    const TroubledDisk disk;
    {
        Program killed(session("simulator:calm", disk / "a.crura"), test::on(disk));
        REQUIRE(killed.says("rate", 20));
        const auto outlets = children_of(killed.process());
        CHECK(outlets.size() == 2); // sound and MIDI
        killed.signal(SIGKILL);
        for (const auto outlet : outlets)
            ::kill(outlet, SIGKILL);
        CHECK(killed.ends(10) == 128 + SIGKILL);
    }
    Program next(session("simulator:calm", disk / "b.crura"), test::on(disk));
    CHECK(next.says("rate", 20));
    CHECK(children_of(next.process()).size() == 2);
    CHECK(record::is_being_recorded(disk / "b.crura"));
    next.signal(SIGINT);
    CHECK(next.ends(20) == 0);
    CHECK(next.output().find("gone") == std::string::npos);
    CHECK(record::read_recording(disk / "b.crura")->whole());
}
