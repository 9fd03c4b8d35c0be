// The whole program, killed with no warning at any time while it records, as recording, as EDF and
// in the history that all sessions share.

#include "exchange/edf_repair.hpp"
#include "history/repository.hpp"
#include "record/recording.hpp"
#include "support/edf_reader.hpp"
#include "support/line_emulator.hpp"
#include "support/on_disk.hpp"
#include "support/program.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
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
constexpr Duration kPromise = 1s;        // what is older survives
constexpr Duration kHistoryPromise = 5s; // it writes each second, and may wait for nine others
constexpr Duration kPressEvery = 200ms;  // a mark
constexpr std::size_t kAhead = kPromise / kPressEvery; // marks that the recording has not yet

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

std::vector<Time> marks_in(const record::Recording& recording)
{
    std::vector<Time> marks;
    for (const auto& tick : recording.ticks)
        for (const auto command : tick.commands)
            if (command == Command::mark)
                marks.push_back(tick.time);
    return marks;
}

std::size_t older(const std::vector<Time>& times, Time limit)
{
    return std::size_t(std::lower_bound(times.begin(), times.end(), limit) - times.begin());
}

// A session with a board and a terminal of its own, and what became of it.
class Doomed {
public:
    Doomed(const TroubledDisk& disk, const std::string& name)
        : file_(disk / (name + ".crura")), edf_(disk / (name + ".edf")),
          board_({.rate_hz = kRateHz, .columns = {"chest:adc16:65535", "belly:adc16:65535"}},
                 numbered_rows()),
          program_(words(), setting(disk))
    {
    }

    bool measures() const { return !board_.sent().empty(); }

    // Presses the key for a mark, now and then, and reads what is on the screen.
    void live(Time now)
    {
        (void)program_.output();
        if (now < press_at_)
            return;
        program_.type("m");
        press_at_ = now + kPressEvery;
    }

    void die()
    {
        killed_at_ = host_now();
        program_.signal(SIGKILL);
        CHECK(program_.ends(10) == 128 + SIGKILL);
        screen_ = program_.output();
    }

    void check_recording()
    {
        const auto recording = record::read_recording(file_);
        REQUIRE(recording);
        CHECK_FALSE(recording->closed);
        CHECK(recording->losses.empty());
        CHECK(recording->damage.size() == (recording->cut_bytes > 0 ? 1 : 0));
        REQUIRE_FALSE(recording->ticks.empty());
        marks_ = marks_in(*recording);
        began_ = recording->ticks.front().time;

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

    // After check_recording(), which knows the marks.
    void check_edf() const
    {
        const auto repaired = exchange::repair_edf(edf_);
        if (!repaired) { // its first record was not yet due
            INFO(repaired.error().message);
            CHECK(board_.sent().front().handed > killed_at_ - kPromise);
            return;
        }
        const auto edf = test::read_with_edflib(edf_);
        CHECK(edf.problem.empty());
        const auto marks = edf.called("Mark");
        CHECK(marks.size() >= older(marks_, killed_at_ - kPromise));
        CHECK(marks.size() <= marks_.size() + kAhead);
        for (std::size_t i = 1; i < std::min(marks.size(), marks_.size()); ++i)
            CHECK(marks[i].onset_s - marks[0].onset_s
                  == Approx(to_seconds(marks_[i] - marks_[0])).margin(1e-3));
        CHECK(edf.length_s > to_seconds(killed_at_ - kPromise - began_) - 0.1);
    }

    void check_history(history::Repository& repository,
                       const std::vector<history::SessionRow>& sessions) const
    {
        INFO(screen_.substr(0, 2000));
        const auto row = std::find_if(sessions.begin(), sessions.end(), [this](const auto& each) {
            return each.recording == file_.string();
        });
        REQUIRE(row != sessions.end());
        CHECK_FALSE(row->ended); // it was broken off
        const auto detail = repository.detail(row->id);
        REQUIRE(detail);
        const auto& markers = detail->rows.markers;
        const auto marks = std::count_if(markers.begin(), markers.end(),
                                         [](const auto& each) { return each.kind == "mark"; });
        CHECK(std::size_t(marks) >= older(marks_, killed_at_ - kHistoryPromise));
        CHECK(std::size_t(marks) <= marks_.size() + kAhead);
    }

    const std::filesystem::path& file() const { return file_; }
    std::size_t sent() const { return board_.sent().size(); }
    std::size_t marks() const { return marks_.size(); }

private:
    std::vector<std::string> words() const
    {
        auto words = session("line:" + board_.port_name(), file_);
        words.insert(words.end(), {"--audio", "none", "--midi", "none", "--edf", edf_});
        return words;
    }

    static Program::Setting setting(const TroubledDisk& disk)
    {
        auto setting = test::on(disk);
        setting.terminal = true;
        return setting;
    }

    std::filesystem::path file_, edf_;
    LineEmulator board_;
    Program program_;
    Time press_at_{};
    Time killed_at_{};
    std::string screen_;      // what was on it
    Time began_{};            // the first tick
    std::vector<Time> marks_; // that are in the recording
};

using Sessions = std::vector<std::unique_ptr<Doomed>>;

Sessions begin_some(const TroubledDisk& disk, int round)
{
    Sessions sessions;
    for (int i = 0; i < kAtOnce; ++i)
        sessions.push_back(
            std::make_unique<Doomed>(disk, std::to_string(round) + '-' + std::to_string(i)));
    for (auto& each : sessions)
        REQUIRE(test::within(60s, [&each] { return each->measures(); }));
    return sessions;
}

// Each at a random time of its own.
void kill_all(Sessions& sessions, std::mt19937& random)
{
    std::vector<std::pair<Time, Doomed*>> living;
    for (auto& each : sessions) {
        const auto after = std::uniform_int_distribution(500'000, 4'500'000)(random);
        living.emplace_back(host_now() + std::chrono::microseconds(after), each.get());
    }
    std::sort(living.rbegin(), living.rend());
    while (!living.empty()) {
        const auto until = std::min(living.back().first, host_now() + 20ms);
        for (auto& [at, doomed] : living)
            doomed->live(host_now());
        std::this_thread::sleep_until(until);
        if (host_now() < living.back().first)
            continue;
        living.back().second->die();
        living.pop_back();
    }
}

void check_all(const Sessions& sessions, const std::string& history, std::size_t so_far)
{
    for (const auto& each : sessions) {
        INFO(each->file());
        each->check_recording();
        each->check_edf();
    }
    const auto repository = history::open_history(history);
    REQUIRE(repository);
    const auto sound = (*repository)->check();
    CHECK(sound);
    const auto rows = (*repository)->sessions({});
    REQUIRE(rows);
    CHECK(rows->size() == so_far);
    for (const auto& each : sessions) {
        INFO(each->file());
        each->check_history(**repository, *rows);
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

} // namespace

TEST_CASE("After 50 kills at random times recording, EDF and history have all that they promise")
{
    const TroubledDisk disk;
    const auto history = disk / ".local/share/crura/history.db";
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    INFO("seed " << seed);
    std::size_t sent = 0, marks = 0;
    for (int round = 0; round < kRounds; ++round) {
        auto sessions = begin_some(disk, round);
        kill_all(sessions, random);
        use(sessions.front()->file(), disk);
        check_all(sessions, history, std::size_t((round + 1) * kAtOnce));
        for (const auto& each : sessions) {
            sent += each->sent();
            marks += each->marks();
        }
    }
    CHECK(sent > 50 * std::size_t(kRateHz)); // there was something to lose
    CHECK(marks > 50 * 2);
}
