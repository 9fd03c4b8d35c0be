#include "record/recorder.hpp"
#include "support/recorded_session.hpp"
#include "support/small_disk.hpp"
#include "support/temp_folder.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::record;
using namespace crura::test;
using namespace std::chrono_literals;

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

std::unique_ptr<Recorder> opened(const std::filesystem::path& path)
{
    RecordingHeader header;
    header.program_id = "constructive-rest";
    auto recorder = Recorder::open(path, header);
    if (!recorder)
        FAIL(recorder.error().message);
    return std::move(*recorder);
}

Time time_of_tick(std::uint64_t number)
{
    return Time(number * 10ms);
}

void give(Recorder& recorder, std::uint64_t from, std::uint64_t to)
{
    for (auto n = from; n < to; ++n)
        recorder.accept(snapshot_of_tick(n, time_of_tick(n)), samples_of_tick(n));
}

std::uint64_t samples_given(std::uint64_t from, std::uint64_t to)
{
    std::uint64_t count = 0;
    for (auto n = from; n < to; ++n)
        count += samples_of_tick(n).size();
    return count;
}

Recording read_back(const std::filesystem::path& path)
{
    auto recording = read_recording(path);
    if (!recording)
        FAIL(recording.error().message);
    return std::move(*recording);
}

bool every_bit_is_right(const Recording& recording)
{
    return std::all_of(
        recording.ticks.begin(), recording.ticks.end(),
        [](const RecordedTick& tick) { return is_tick_of(tick, time_of_tick(tick.number)); });
}

// The recording on a small disk.
std::filesystem::path file_on(const test::SmallDisk& disk)
{
    return disk.path() / "session.crura";
}

} // namespace

TEST_CASE("The recorder writes all it accepts, bit for bit, into a file for its owner only")
{
    const TempFolder folder;
    const auto path = folder / "session.crura";
    const auto recorder = opened(path);
    CHECK(recorder->state() == Output::working);
    for (std::uint64_t n = 0; n < 3000; n += 500) {
        give(*recorder, n, n + 500);
        std::this_thread::sleep_for(600ms);
    }
    recorder->close();
    CHECK(recorder->state() == Output::off);
    CHECK(recorder->problem().empty());
    CHECK(recorder->lost().ticks == 0);

    const auto recording = read_back(path);
    CHECK(recording.header.program_id == "constructive-rest");
    CHECK(recording.ticks.size() == 3000);
    CHECK(recording.ticks.back().number == 2999);
    CHECK(every_bit_is_right(recording));
    CHECK(recording.whole());
    CHECK(recording.closed);
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("The recorder writes what was accepted within a second, without being closed")
{
    const TempFolder folder;
    const auto path = folder / "session.crura";
    const auto recorder = opened(path);
    give(*recorder, 0, 100);
    const auto given = host_now();
    CHECK(test::within(20s, [&] { return read_back(path).ticks.size() == 100; }));
    CHECK(host_now() - given < 1s);
    const auto recording = read_back(path);
    CHECK(recording.damage.empty());
    CHECK_FALSE(recording.closed);
}

TEST_CASE("The recorder neither allocates nor takes long when it accepts, also when it is full")
{
    const TempFolder folder;
    const auto recorder = opened(folder / "session.crura");
    const auto samples = samples_of_tick(3);
    const auto snapshot = snapshot_of_tick(3, Time{});
    REQUIRE_FALSE(samples.empty());
    const auto before = allocations;
    const auto began = host_now();
    for (int i = 0; i < 100'000; ++i)
        recorder->accept(snapshot, samples);
    CHECK(host_now() - began < 10s); // 0.1 ms a tick, even under a sanitizer
    CHECK(allocations == before);
    CHECK(std::make_unique<int>(1));
    CHECK(allocations > before); // the counter counts
    CHECK(recorder->lost().ticks > 0);
}

TEST_CASE("What the recorder has no room for is counted, and the count is in the file")
{
    const TempFolder folder;
    const auto path = folder / "session.crura";
    const auto recorder = opened(path);
    give(*recorder, 0, 5000); // 50 s in far less than half a second
    const auto first = recorder->lost();
    CHECK(first.ticks > 3000);
    std::this_thread::sleep_for(1200ms);
    give(*recorder, 5000, 5100);
    recorder->close();
    CHECK(recorder->lost().ticks == first.ticks);

    const auto recording = read_back(path);
    CHECK(every_bit_is_right(recording));
    CHECK_FALSE(recording.whole());
    std::uint64_t ticks = 0, samples = 0;
    for (const auto& loss : recording.losses) {
        ticks += loss.ticks;
        samples += loss.samples;
    }
    CHECK(ticks == recorder->lost().ticks);
    CHECK(recording.ticks.size() + ticks == 5100);
    CHECK(samples_of(recording).size() + samples == samples_given(0, 5100));
    CHECK(recording.losses.back().time == time_of_tick(5000));
}

TEST_CASE("A loss at the very end of a recording is in the file too")
{
    const TempFolder folder;
    const auto path = folder / "session.crura";
    const auto recorder = opened(path);
    give(*recorder, 0, 3000);
    recorder->close();
    const auto recording = read_back(path);
    REQUIRE(recording.losses.size() == 1);
    CHECK(recording.losses[0].ticks + recording.ticks.size() == 3000);
    CHECK(recording.losses[0].time == recording.ticks.back().time);
}

TEST_CASE("A note is in the file, with the moment it is about, when the recorder was closed")
{
    const TempFolder folder;
    auto recorder = Recorder::open(folder / "a.crura", {});
    REQUIRE(recorder);
    (*recorder)->note({Time(4s), "left leg trembles"});
    (*recorder)->accept(snapshot_of_tick(0, Time(5s)), samples_of_tick(0));
    (*recorder)->close();
    const auto recording = read_recording(folder / "a.crura");
    REQUIRE(recording);
    REQUIRE(recording->notes.size() == 1);
    CHECK(recording->notes[0].time == Time(4s));
    CHECK(recording->notes[0].text == "left leg trembles");
}

TEST_CASE("The recorder never overwrites a file and says why it cannot begin")
{
    const TempFolder folder;
    const auto taken = folder / "taken.crura";
    std::ofstream(taken) << "yesterday";
    CHECK(Recorder::open(taken, {}).error().message
          == taken.string() + " exists already and was left as it is; choose another name.");
    CHECK(std::filesystem::file_size(taken) == 9);

    const auto nowhere = folder / "none/session.crura";
    CHECK(Recorder::open(nowhere, {}).error().message
          == "Cannot create the recording " + nowhere.string()
              + " (No such file or directory); choose another place for it, or keep no recording.");
}

TEST_CASE("A full disk is reported, the session goes on, and the recording too once there is room")
{
    test::SmallDisk disk;
    const auto recorder = opened(file_on(disk));
    give(*recorder, 0, 100);
    REQUIRE(test::within(20s, [&] { return read_back(file_on(disk)).ticks.size() == 100; }));

    disk.fill(file_on(disk));
    give(*recorder, 100, 400);
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::lost; }));
    CHECK(recorder->problem()
          == "Cannot write " + file_on(disk).string() + " (" + disk.reason()
              + "); make room: the recording then goes on by itself.");
    const auto meanwhile = read_back(file_on(disk));
    CHECK(meanwhile.ticks.size() == 100);
    CHECK(meanwhile.damage.empty()); // no partial block was left behind
    give(*recorder, 400, 3000);
    std::this_thread::sleep_for(1200ms);
    const auto lost = recorder->lost();
    CHECK(lost.ticks > 500);
    CHECK(lost.ticks < 2000); // ten seconds were kept
    CHECK(recorder->state() == Output::lost);

    disk.make_room();
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::working; }));
    CHECK(recorder->problem().empty());
    give(*recorder, 3000, 3100);
    recorder->close();

    const auto recording = read_back(file_on(disk));
    CHECK(recording.closed);
    CHECK(recording.damage.empty());
    CHECK(every_bit_is_right(recording));
    REQUIRE(recording.losses.size() == 1);
    CHECK(recording.losses[0].ticks == lost.ticks);
    CHECK(recording.losses[0].samples == lost.samples);
    CHECK(recording.losses[0].time == time_of_tick(3000));
    const auto kept = 3000 - lost.ticks; // the first ones, without a hole
    REQUIRE(recording.ticks.size() == kept + 100);
    for (std::size_t i = 0; i < recording.ticks.size(); ++i)
        REQUIRE(recording.ticks[i].number == (i < kept ? i : i + lost.ticks));
}

TEST_CASE("A recorder closed while the disk is full leaves a good file and says what is missing")
{
    test::SmallDisk disk;
    const auto recorder = opened(file_on(disk));
    give(*recorder, 0, 100);
    REQUIRE(test::within(20s, [&] { return read_back(file_on(disk)).ticks.size() == 100; }));
    disk.fill(file_on(disk));
    give(*recorder, 100, 500);
    REQUIRE(test::within(20s, [&] { return recorder->state() == Output::lost; }));
    recorder->close();

    CHECK(recorder->state() == Output::off);
    CHECK(recorder->problem()
          == "Cannot write " + file_on(disk).string() + " (" + disk.reason()
              + "); the end of the recording is missing.");
    CHECK(recorder->lost().ticks == 400);
    CHECK(recorder->lost().samples == samples_given(100, 500));
    const auto recording = read_back(file_on(disk));
    CHECK(recording.ticks.size() == 100);
    CHECK(recording.damage.empty());
    CHECK_FALSE(recording.closed);
}

TEST_CASE("A recording does not begin on a full disk, and leaves no empty file there")
{
    test::SmallDisk disk;
    disk.fill(file_on(disk));
    const auto recorder = Recorder::open(file_on(disk), {});
    REQUIRE_FALSE(recorder);
    CHECK(recorder.error().message
          == "Cannot write " + file_on(disk).string() + " (" + disk.reason()
              + "); make room, choose another place for it, or keep no recording.");
    CHECK_FALSE(std::filesystem::exists(file_on(disk)));
}

// What a killed process leaves to its parent: when each tick was handed to its recorder.
struct Log {
    static constexpr std::size_t kRoom = 1000;
    std::atomic<std::uint64_t> given{0};
    Time at[kRoom];
};

TEST_CASE("After kill -9 at any time, every tick that is older than a second can be read")
{
    constexpr int kProcesses = 12;
    const TempFolder folder;
    auto* const logs =
        static_cast<Log*>(::mmap(nullptr, kProcesses * sizeof(Log), PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    REQUIRE(logs != MAP_FAILED);
    const auto path_of = [&folder](int i) { return folder / (std::to_string(i) + ".crura"); };

    pid_t children[kProcesses];
    for (int i = 0; i < kProcesses; ++i) {
        children[i] = ::fork();
        REQUIRE(children[i] >= 0);
        if (children[i] == 0) {
            const auto recorder = Recorder::open(path_of(i), {});
            if (!recorder)
                ::_exit(1);
            auto& log = logs[i];
            for (std::uint64_t n = 0; n < Log::kRoom; ++n) {
                log.at[n] = host_now();
                (*recorder)->accept(snapshot_of_tick(n, log.at[n]), samples_of_tick(n));
                log.given = n + 1;
                std::this_thread::sleep_for(10ms);
            }
            ::_exit(1); // the parent should have been here before
        }
    }

    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    const auto began = host_now();
    std::size_t readable = 0;
    for (int i = 0; i < kProcesses; ++i) { // from 1.3 s on, at 0.2 to 0.3 s intervals
        const auto kill_at = began + 1300ms + i * 200ms
            + std::chrono::microseconds(std::uniform_int_distribution(0, 100'000)(random));
        std::this_thread::sleep_until(kill_at);
        const auto killed = host_now();
        ::kill(children[i], SIGKILL);
        int status = 0;
        REQUIRE(::waitpid(children[i], &status, 0) == children[i]);
        INFO("process " << i << ", seed " << seed);
        REQUIRE(WIFSIGNALED(status));

        const auto& log = logs[i];
        std::size_t old = 0;
        while (old < log.given && log.at[old] < killed - 1s)
            ++old;
        const auto recording = read_back(path_of(i));
        CHECK(recording.ticks.size() >= old);
        CHECK(std::all_of(recording.ticks.begin(), recording.ticks.end(),
                          [&, n = std::uint64_t(0)](const RecordedTick& tick) mutable {
                              return tick.number == n++ && is_tick_of(tick, log.at[tick.number]);
                          }));
        CHECK(recording.losses.empty());
        readable += old;
    }
    CHECK(readable > 500); // the test has seen something
    ::munmap(logs, kProcesses * sizeof(Log));
}
