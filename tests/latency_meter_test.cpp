#include "core/latency_meter.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstring>
#include <new>
#include <thread>
#include <type_traits>

using namespace crura;
using namespace std::chrono_literals;

TEST_CASE("LatencyMeter knows nothing before it was told anything")
{
    const LatencyMeter meter;

    CHECK_FALSE(meter.figures().known);
    CHECK(meter.noted() == 0);
}

TEST_CASE("LatencyMeter tells what half, 95 and 99 in a hundred did not exceed")
{
    LatencyMeter meter;
    for (int i = 1000; i > 0; --i) // 0.01 .. 10 ms, not in order
        meter.note(i * 10us);

    const Latency figures = meter.figures();

    CHECK(figures.known);
    CHECK(figures.p50_ms == Approx(5.0).margin(0.02));
    CHECK(figures.p95_ms == Approx(9.5).margin(0.02));
    CHECK(figures.p99_ms == Approx(9.9).margin(0.02));
}

TEST_CASE("LatencyMeter counts a measurement once, however many cues it is behind")
{
    LatencyMeter meter;
    const Time first = time_from_seconds(1);
    const Time second = time_from_seconds(1.01);

    meter.note(Time{}, first); // nothing was measured yet
    CHECK(meter.noted() == 0);

    meter.note(first, first + 10ms);
    meter.note(first, first + 20ms);
    meter.note(second, second + 12ms);
    meter.note(second, second + 500ms);

    CHECK(meter.noted() == 2);
    CHECK(meter.figures().p99_ms == Approx(12));
}

TEST_CASE("LatencyMeter forgets what is minutes old")
{
    LatencyMeter meter;
    for (std::size_t i = 0; i < LatencyMeter::kRemembered; ++i)
        meter.note(1s);
    for (std::size_t i = 0; i < LatencyMeter::kRemembered; ++i)
        meter.note(5ms);

    CHECK(meter.figures().p99_ms == Approx(5));
}

TEST_CASE("LatencyMeter takes a measurement from the future for no delay at all")
{
    LatencyMeter meter;
    meter.note(-3ms);

    CHECK(meter.figures().p50_ms == 0);
}

TEST_CASE("LatencyMeter stands in memory that was only zeroed, as shared memory is")
{
    static_assert(std::is_standard_layout_v<LatencyMeter>);
    static_assert(std::is_trivially_destructible_v<LatencyMeter>);
    alignas(LatencyMeter) std::byte memory[sizeof(LatencyMeter)];
    std::memset(memory, 0, sizeof memory);
    auto* meter = std::launder(reinterpret_cast<LatencyMeter*>(memory));

    meter->note(time_from_seconds(1), time_from_seconds(1.007));

    CHECK(meter->figures().p50_ms == Approx(7));
}

TEST_CASE("LatencyMeter is read while it is being written")
{
    LatencyMeter meter;
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; i < 50'000; ++i)
            meter.note(5ms + (i % 100) * 10us);
        done = true;
    });
    while (!done) {
        const Latency figures = meter.figures();
        if (figures.known && !(figures.p50_ms >= 4.99f && figures.p99_ms <= 6.f))
            FAIL_CHECK("a figure that nobody noted: " << figures.p50_ms << " " << figures.p99_ms);
    }
    writer.join();
    CHECK(meter.noted() == 50'000);
}
