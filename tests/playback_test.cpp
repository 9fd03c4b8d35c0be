#include "record/playback.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::record;
using namespace std::chrono_literals;

namespace {

constexpr Channel kBelly{Band::abdominal, Quantity::displacement};
const Time kRecordedAt{1h}; // long before or after the playback

std::vector<Sample> recorded(std::size_t count, Duration step)
{
    std::vector<Sample> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = {kRecordedAt + i * step, double(i), kBelly};
    return samples;
}

struct Arrival {
    Sample sample;
    Time at;
};

// Takes what comes, the way the engine does, until the source has finished or time is up.
std::vector<Arrival> listen(Source& source, SampleRing& ring, Duration limit = 20s)
{
    std::vector<Arrival> arrivals;
    for (const auto end = host_now() + limit; host_now() < end;) {
        const bool finished = source.health().finished;
        for (Sample sample; ring.pop(sample);)
            arrivals.push_back({sample, host_now()});
        if (finished)
            break;
        std::this_thread::sleep_for(200us);
    }
    return arrivals;
}

} // namespace

TEST_CASE("Playback at its own speed gives every sample when it is due, stamped as if measured now")
{
    const auto samples = recorded(60, 10ms);
    Playback playback("play:belt.csv", samples, Pace::own_speed);
    SampleRing ring(256);
    const auto before = host_now();
    REQUIRE(playback.start(ring));
    const auto after = host_now();
    CHECK(playback.health().online);
    const auto arrivals = listen(playback, ring);

    REQUIRE(arrivals.size() == samples.size());
    const auto start = arrivals[0].sample.time;
    CHECK(start >= before);
    CHECK(start <= after);
    std::size_t early = 0, late = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        CHECK(arrivals[i].sample.time - start == i * 10ms);
        CHECK(arrivals[i].sample.value == samples[i].value);
        CHECK(arrivals[i].sample.channel == kBelly);
        early += arrivals[i].at < arrivals[i].sample.time;
        late += arrivals[i].at > arrivals[i].sample.time + 50ms;
    }
    CHECK(early == 0);
    CHECK(late <= 3); // of 60, on a busy machine
    CHECK(playback.health().samples == samples.size());
    CHECK_FALSE(playback.health().online);
    CHECK(playback.name() == "play:belt.csv");
}

TEST_CASE("Playback follows the clock it is given, however fast that runs")
{
    const auto began = host_now();
    const Clock hundredfold = [began] { return Time(5s) + 100 * (host_now() - began); };
    Playback playback("play", recorded(600, 100ms), Pace::own_speed, hundredfold); // a minute
    SampleRing ring(1024);
    REQUIRE(playback.start(ring));
    const auto arrivals = listen(playback, ring);
    CHECK(host_now() - began >= 590ms);
    CHECK(host_now() - began < 10s);
    REQUIRE(arrivals.size() == 600);
    CHECK(arrivals[0].sample.time >= Time(5s));
    CHECK(arrivals[599].sample.time - arrivals[0].sample.time == 59'900ms);
}

TEST_CASE("Playback as fast as possible loses nothing in a small ring and alters no stamp")
{
    constexpr std::size_t kCount = 200'000;
    Playback playback("play", recorded(kCount, 10ms), Pace::as_fast_as_possible);
    SampleRing ring(64);
    REQUIRE(playback.start(ring));
    bool in_order = true;
    std::size_t count = 0;
    while (!playback.health().finished || ring.size() > 0) {
        for (Sample sample; ring.pop(sample); ++count)
            in_order = in_order && sample.value == double(count)
                && sample.time == kRecordedAt + count * 10ms;
        std::this_thread::yield();
    }
    CHECK(in_order);
    CHECK(count == kCount);
    CHECK(ring.refused() == 0);
    CHECK(playback.health().refused == 0);
    CHECK(playback.health().samples == kCount);
}

TEST_CASE("Playback at its own speed does not wait for a full ring: a body does not wait either")
{
    Playback playback("play", recorded(50, 1ms), Pace::own_speed);
    SampleRing ring(16);
    REQUIRE(playback.start(ring));
    while (!playback.health().finished)
        std::this_thread::sleep_for(1ms);
    CHECK(playback.health().samples == 16);
    CHECK(playback.health().refused == 34);
}

TEST_CASE("Playback that waits, for time or for room, stops at once and pushes nothing afterwards")
{
    const auto pace = GENERATE(Pace::own_speed, Pace::as_fast_as_possible);
    Playback playback("play", recorded(1000, 1h), pace);
    SampleRing ring(4);
    REQUIRE(playback.start(ring));
    std::this_thread::sleep_for(30ms);
    const auto before = host_now();
    playback.stop();
    CHECK(host_now() - before < 2s);
    const auto waiting = ring.size();
    CHECK(waiting == (pace == Pace::own_speed ? 1 : 4));
    CHECK_FALSE(playback.health().online);
    CHECK_FALSE(playback.health().finished);

    SampleRing other(8);
    REQUIRE(playback.start(other)); // begins anew
    while (other.size() == 0)
        std::this_thread::sleep_for(1ms);
    playback.stop();
    playback.stop();
    CHECK(ring.size() == waiting);
    Sample first;
    REQUIRE(other.pop(first));
    CHECK(first.value == 0);
}

TEST_CASE("Playback that has finished stays so and plays nothing when it is started again")
{
    const auto count = GENERATE(std::size_t(0), std::size_t(3));
    Playback playback("play", recorded(count, 1ms), Pace::own_speed);
    SampleRing ring(16);
    REQUIRE(playback.start(ring));
    while (!playback.health().finished)
        std::this_thread::sleep_for(1ms);
    for (int again = 0; again < 3; ++again) {
        playback.stop();
        REQUIRE(playback.start(ring));
        std::this_thread::sleep_for(20ms);
        CHECK(playback.health().finished);
        CHECK_FALSE(playback.health().online);
    }
    CHECK(playback.health().samples == count);
    CHECK(ring.size() == count);
}

TEST_CASE("Playback can be destroyed while it plays")
{
    SampleRing ring(4);
    for (int i = 0; i < 20; ++i) {
        Playback playback("play", recorded(100, 1ms), Pace::own_speed);
        REQUIRE(playback.start(ring));
    }
}
