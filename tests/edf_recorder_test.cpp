#include "exchange/edf_recorder.hpp"
#include "exchange/edf_repair.hpp"
#include "support/edf_reader.hpp"
#include "support/small_disk.hpp"
#include "support/temp_folder.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <new>
#include <random>
#include <string>
#include <thread>

using namespace crura;
using namespace crura::exchange;
using namespace std::chrono_literals;
using test::TempFolder;

static thread_local std::size_t allocations = 0;

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    ++allocations;
    return std::malloc(size);
}
void* operator new(std::size_t size)
{
    if (void* memory = operator new(size, std::nothrow))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

EdfSession belts()
{
    EdfSession session;
    session.started_at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
    session.bands = {EdfSession::Sensor{"strain", "adc"}, EdfSession::Sensor{"strain", "adc"}};
    session.equipment = "Crura 0.1.0";
    return session;
}

std::unique_ptr<EdfRecorder> opened(const std::filesystem::path& path)
{
    auto recorder = EdfRecorder::open(path, belts());
    if (!recorder)
        FAIL(recorder.error().message);
    return std::move(*recorder);
}

// Tick n, whose samples are n and 60000 - n; every hundredth has a sigh in it, and a mark.
void give(EdfRecorder& recorder, std::uint64_t n, Time time)
{
    Snapshot snapshot;
    snapshot.time = time;
    snapshot.tick = n;
    if (n % 100 == 0) {
        snapshot.commands.push_back(Command::mark);
        snapshot.breath.events.push_back({EventKind::sigh, time, time + 1s, time, 2, true});
    }
    const std::array samples = {Sample{time, double(n), kChest},
                                Sample{time, 60000 - double(n), kBelly}};
    recorder.accept(snapshot, samples);
}

void give(EdfRecorder& recorder, std::uint64_t from, std::uint64_t to)
{
    for (auto n = from; n < to; ++n)
        give(recorder, n, Time(n * 10ms));
}

test::EdfRead read_back(const std::filesystem::path& path)
{
    auto read = test::read_with_edflib(path);
    if (!read.problem.empty())
        FAIL(read.problem);
    return read;
}

// How many samples are there without a hole, from the first on.
std::size_t in_a_row(const test::EdfRead& read)
{
    const auto chest = read["Resp chest"], belly = read["Resp abdomen"];
    std::size_t count = 0;
    while (count < chest.values.size() && chest.values[count] == double(count)
           && belly.values[count] == 60000 - double(count))
        ++count;
    return count;
}

} // namespace

TEST_CASE("The EDF recorder writes all it accepts into a file for its owner only")
{
    const TempFolder folder;
    const auto path = folder / "session.edf";
    const auto recorder = opened(path);
    CHECK(recorder->state() == Output::working);
    for (std::uint64_t n = 0; n < 3000; n += 500) {
        give(*recorder, n, n + 500);
        std::this_thread::sleep_for(100ms);
    }
    recorder->close();
    CHECK(recorder->state() == Output::off);
    CHECK(recorder->problem().empty());
    CHECK(recorder->lost_ticks() == 0);

    const auto read = read_back(path);
    CHECK(in_a_row(read) == 3000);
    CHECK(read.called("sigh").size() == 30);
    CHECK(read.called("Mark").size() == 30);
    CHECK(read.called("sigh")[29].onset_s == Approx(29));
    CHECK(read.called("sigh")[29].duration_s == Approx(1));
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("The EDF recorder neither allocates nor takes long when it accepts, also when it is full")
{
    const TempFolder folder;
    const auto recorder = opened(folder / "session.edf");
    Snapshot snapshot;
    for (int i = 0; i < 8; ++i)
        snapshot.breath.events.push_back({EventKind::sigh, Time(1s), Time(2s), Time(2s), 2, true});
    const std::array samples = {Sample{Time(1s), 5, kChest}, Sample{Time(1s), 6, kBelly}};
    const auto before = allocations;
    for (int i = 0; i < 100'000; ++i)
        recorder->accept(snapshot, samples);
    CHECK(allocations == before);
    CHECK(std::make_unique<int>(1));
    CHECK(allocations > before); // the counter counts
    CHECK(recorder->lost_ticks() > 0);
}

TEST_CASE("What the EDF recorder has no room for is counted, and a gap in the file")
{
    const TempFolder folder;
    const auto path = folder / "session.edf";
    const auto recorder = opened(path);
    give(*recorder, 0, 50'000); // 500 s in far less than the time of one look
    CHECK(recorder->lost_ticks() > 0);
    std::uint64_t next = 50'000;
    REQUIRE(test::within(20s, [&] { // the writer has come, and there is room again
        const auto before = recorder->lost_ticks();
        give(*recorder, next, next + 100);
        next += 100;
        return recorder->lost_ticks() == before;
    }));
    const auto lost = recorder->lost_ticks();
    recorder->close();
    CHECK(recorder->lost_ticks() == lost);

    const auto read = read_back(path);
    const auto kept = in_a_row(read);
    const auto quality = read["Quality chest"].values;
    CHECK(std::count(quality.begin(), quality.end(), 0) > 0);
    CHECK(kept < 50'000);
    CHECK(read["Resp chest"].values.at(next - 50) == double(next - 50));
    REQUIRE_FALSE(read.called("No signal (chest)").empty());
    CHECK(read.length_s == Approx(double(next) / 100));
}

TEST_CASE("The EDF recorder never overwrites a file and says why it cannot begin")
{
    const TempFolder folder;
    const auto taken = folder / "taken.edf";
    std::ofstream(taken) << "yesterday";
    CHECK(EdfRecorder::open(taken, {}).error().message
          == taken.string() + " exists already and was left as it is; choose another name.");
    CHECK(std::filesystem::file_size(taken) == 9);
    const auto nowhere = folder / "none/session.edf";
    CHECK(EdfRecorder::open(nowhere, {}).error().message
          == "Cannot create " + nowhere.string()
              + " (No such file or directory); choose another place.");
}

TEST_CASE("An EDF recorder that was given nothing leaves nothing")
{
    const TempFolder folder;
    opened(folder / "session.edf")->close();
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("On a full disk the EDF file stays good, and goes on once there is room")
{
    test::SmallDisk disk;
    const auto path = disk.path() / "session.edf";
    const auto recorder = opened(path);
    give(*recorder, 0, 200);
    REQUIRE(test::within(20s, [&] { return test::read_with_edflib(path).length_s >= 1; }));

    disk.fill(path);
    give(*recorder, 200, 1000);
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::lost; }));
    CHECK(recorder->problem()
          == "Cannot write " + path.string() + " (" + disk.reason()
              + "); make room: the recording then goes on by itself.");
    const auto meanwhile = read_back(path); // nothing is torn
    CHECK(in_a_row(meanwhile) == std::size_t(100 * meanwhile.length_s));

    disk.make_room();
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::working; }));
    CHECK(recorder->problem().empty());
    give(*recorder, 1000, 1100);
    recorder->close();
    CHECK(recorder->lost_ticks() == 0);
    const auto read = read_back(path);
    CHECK(in_a_row(read) == 1100);
    CHECK(read.called("sigh").size() == 11);
}

TEST_CASE("An EDF recorder closed while the disk is full leaves a good file and says so")
{
    test::SmallDisk disk;
    const auto path = disk.path() / "session.edf";
    const auto recorder = opened(path);
    give(*recorder, 0, 200);
    REQUIRE(test::within(20s, [&] { return test::read_with_edflib(path).length_s >= 1; }));
    disk.fill(path);
    give(*recorder, 200, 1000);
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::lost; }));
    recorder->close();
    CHECK(recorder->state() == Output::off);
    CHECK(recorder->problem()
          == "Cannot write " + path.string() + " (" + disk.reason()
              + "); the end of the recording is missing.");
    const auto read = read_back(path);
    CHECK(in_a_row(read) == std::size_t(100 * read.length_s));
}

// What a killed process leaves to its parent: when each tick was handed to its recorder.
struct Log {
    static constexpr std::size_t kRoom = 1000;
    std::atomic<std::uint64_t> given{0};
    Time at[kRoom];
};

TEST_CASE("After 50 kills -9 at any time an EDF file opens, with every sample and annotation that "
          "is older than a second")
{
    constexpr int kProcesses = 50, kAtOnce = 10;
    const TempFolder folder;
    auto* const logs =
        static_cast<Log*>(::mmap(nullptr, kProcesses * sizeof(Log), PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    REQUIRE(logs != MAP_FAILED);
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    std::size_t readable = 0;
    int repaired = 0;

    for (int first = 0; first < kProcesses; first += kAtOnce) {
        std::array<pid_t, kAtOnce> children{};
        for (int i = 0; i < kAtOnce; ++i) {
            children[std::size_t(i)] = ::fork();
            REQUIRE(children[std::size_t(i)] >= 0);
            if (children[std::size_t(i)] != 0)
                continue;
            const auto recorder =
                EdfRecorder::open(folder / (std::to_string(first + i) + ".edf"), belts());
            if (!recorder)
                ::_exit(1);
            auto& log = logs[first + i];
            const auto began = host_now();
            for (std::uint64_t n = 0; n < Log::kRoom; ++n) {
                std::this_thread::sleep_until(began + n * 10ms);
                log.at[n] = began + n * 10ms;
                give(**recorder, n, log.at[n]);
                log.given = n + 1;
            }
            ::_exit(1); // the parent should have been here before
        }
        const auto began = host_now();
        for (int i = 0; i < kAtOnce; ++i) {
            const auto path = folder / (std::to_string(first + i) + ".edf");
            std::this_thread::sleep_until(
                began + 1200ms + i * 150ms
                + std::chrono::microseconds(std::uniform_int_distribution(0, 150'000)(random)));
            const auto killed = host_now();
            ::kill(children[std::size_t(i)], SIGKILL);
            int status = 0;
            REQUIRE(::waitpid(children[std::size_t(i)], &status, 0) == children[std::size_t(i)]);
            INFO("process " << first + i << ", seed " << seed);
            REQUIRE(WIFSIGNALED(status));

            if (!test::read_with_edflib(path).problem.empty()) { // killed in mid-write
                REQUIRE(repair_edf(path));
                ++repaired;
            }
            const auto& log = logs[first + i];
            std::size_t old = 0;
            while (old < log.given && log.at[old] < killed - 1s)
                ++old;
            const auto read = read_back(path);
            CHECK(in_a_row(read) >= old);
            const auto sighs = read.called("sigh"), marks = read.called("Mark");
            CHECK(sighs.size() >= (old + 99) / 100);
            CHECK(marks.size() >= (old + 99) / 100);
            for (std::size_t k = 0; k < sighs.size(); ++k)
                CHECK(sighs[k].onset_s == Approx(double(k)).margin(1e-6));
            readable += old;
        }
    }
    CHECK(readable > 1000);
    CHECK(repaired <= 2); // it takes some microseconds of half a second
    ::munmap(logs, kProcesses * sizeof(Log));
}
