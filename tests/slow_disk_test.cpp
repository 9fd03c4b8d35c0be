// The recorder on a disk that answers late (support/disk_shim.c, linked into this test).

#include "record/recorder.hpp"
#include "support/documented.hpp"
#include "support/recorded_session.hpp"
#include "support/troubled_disk.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>

using namespace crura;
using namespace std::chrono_literals;
using record::Recorder;

namespace {

void give(Recorder& recorder, std::uint64_t from, std::uint64_t to)
{
    for (auto n = from; n < to; ++n)
        recorder.accept(test::snapshot_of_tick(n, Time(n * 10ms)), test::samples_of_tick(n));
}

} // namespace

TEST_CASE("A disk slower than ten seconds of ticks loses what is beyond them, counted and told")
{
    const test::TroubledDisk disk;
    disk.use_here();
    const auto file = disk / "a.crura";
    auto opened = Recorder::open(file, {});
    REQUIRE(opened);
    auto& recorder = **opened;
    give(recorder, 1, 101);
    REQUIRE(test::within(5s, [&] { return record::read_recording(file)->ticks.size() == 100; }));

    disk.is("slow 60000");
    give(recorder, 101, 201);
    std::this_thread::sleep_for(700ms); // they are on their way, and do not arrive
    give(recorder, 201, 1801);          // 16 s
    CHECK(recorder.lost().ticks > 500);
    CHECK(recorder.lost().ticks < 601);
    CHECK(recorder.lost().time == recorder.lost().ticks * 10ms);
    CHECK(recorder.state() == Output::working); // it is late, and that is usual
    CHECK(test::within(3s, [&] { return recorder.state() == Output::lost; }));
    CHECK(test::is_documented(recorder.problem(), file));

    disk.is("fine");
    CHECK(test::within(3s, [&] { return recorder.state() == Output::working; }));
    CHECK(recorder.problem().empty());
    recorder.close();
    INFO(recorder.problem());
    CHECK(test::is_documented(recorder.problem().substr(3), file)); // after so many seconds
    const auto recording = record::read_recording(file);
    REQUIRE(recording);
    REQUIRE(recording->losses.size() == 1);
    CHECK(recording->losses[0].ticks == recorder.lost().ticks);
    CHECK(recording->ticks.size() + recorder.lost().ticks == 1800);
    CHECK(recording->closed);
}

TEST_CASE("Each reason why a recording cannot be written goes with what helps")
{
    struct Case {
        const char* mood;
        const char* told;
    };
    const auto [mood, told] = GENERATE(
        Case{"full", " (No space left on device); make room"},
        Case{"read-only", " (Read-only file system); make its disk writable again"},
        Case{"io-error", " (Input/output error); see whether its disk is plugged in and in order"});
    const test::TroubledDisk disk;
    disk.use_here();
    const auto file = disk / "a.crura";
    auto opened = Recorder::open(file, {});
    REQUIRE(opened);
    auto& recorder = **opened;
    disk.is(mood);
    give(recorder, 1, 11);
    REQUIRE(test::within(5s, [&] { return recorder.state() == Output::lost; }));
    const auto sentence =
        "Cannot write " + file.string() + told + ": the recording then goes on by itself.";
    CHECK(recorder.problem() == sentence);
    CHECK(test::is_documented(sentence, file));
    disk.is("fine");
    recorder.close();
    CHECK(record::read_recording(file)->ticks.size() == 10);
}
