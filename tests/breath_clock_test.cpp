#include "midi/breath_clock.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

using namespace crura;
using midi::BreathClock;
namespace status = midi::status;

namespace {

constexpr double kTickS = 0.01;

struct Tick {
    double time_s;
    std::uint8_t status;
};

struct Breather {
    double breath_s = 5;
    std::function<bool(double)> known = [](double) { return true; };
    std::function<double(double)> phase = {}; // in breaths; by default even
    double late_s = 0;                        // how late the clock is called, at most
};

// What a clock of so many beats says; a phase of 0 is at 0 s.
std::vector<Tick> run(int beats, const Breather& breather, double from_s, double to_s)
{
    BreathClock clock(beats);
    std::vector<Tick> all;
    const auto call = [&](double now_s) {
        midi::Messages out;
        clock.due(time_from_seconds(now_s), out);
        for (const auto& message : out)
            all.push_back({now_s, message[0]});
    };
    int calls = 0;
    for (int tick = int(std::lround(from_s / kTickS)); tick < std::lround(to_s / kTickS); ++tick) {
        const double now_s = tick * kTickS;
        for (Time next = clock.next(); next <= time_from_seconds(now_s); next = clock.next()) {
            const double late_s = breather.late_s * (++calls % 3) / 2;
            if (to_seconds(next) + late_s > now_s)
                break;
            call(to_seconds(next) + late_s);
        }
        const double phase = breather.phase ? breather.phase(now_s) : now_s / breather.breath_s;
        clock.tell(time_from_seconds(now_s),
                   {.cycle_position = float(phase - std::floor(phase)),
                    .breath_time_s = breather.known(now_s) ? float(breather.breath_s) : 0,
                    .sounding = true});
    }
    return all;
}

std::vector<double> pulses(const std::vector<Tick>& ticks)
{
    std::vector<double> times_s;
    for (const auto& tick : ticks)
        if (tick.status == status::kClock)
            times_s.push_back(tick.time_s);
    return times_s;
}

// The shortest and the longest time from one to the next.
std::pair<double, double> gaps(const std::vector<double>& times_s)
{
    double shortest_s = 1e9, longest_s = 0;
    for (std::size_t i = 1; i < times_s.size(); ++i) {
        shortest_s = std::min(shortest_s, times_s[i] - times_s[i - 1]);
        longest_s = std::max(longest_s, times_s[i] - times_s[i - 1]);
    }
    return {shortest_s, longest_s};
}

} // namespace

TEST_CASE("A breath has 24 pulses a beat, each within a tick of its place")
{
    const int beats = GENERATE(1, 4, 16);
    const double breath_s = GENERATE(2., 5., 10.);
    const auto times_s =
        pulses(run(beats, {.breath_s = breath_s}, 0.3 * breath_s, 12.3 * breath_s));
    const double interval_s = breath_s / (24 * beats);
    CHECK(double(times_s.size()) == Approx(12 * 24 * beats).epsilon(0.01));
    for (const double time_s : times_s)
        REQUIRE(std::abs(std::remainder(time_s, interval_s)) < 0.001);
    const auto [shortest_s, longest_s] = gaps(times_s);
    CHECK(longest_s - shortest_s < kTickS);
    CHECK(longest_s < 1.02 * interval_s);
}

TEST_CASE("The clock starts one pulse before the first onset that it sees coming")
{
    const auto ticks = run(4, {}, 3, 12);
    const auto start = std::find_if(ticks.begin(), ticks.end(),
                                    [](const Tick& tick) { return tick.status == status::kStart; });
    REQUIRE(start != ticks.end());
    CHECK(start->time_s == Approx(5 - 5. / 96).margin(0.001));
    CHECK((start + 1)->status == status::kClock);
    CHECK((start + 1)->time_s == Approx(5).margin(0.001));
}

TEST_CASE("A clock that the breath runs away from catches up smoothly and never bursts")
{
    const double jump = GENERATE(-0.45, -0.1, 0.1, 0.45); // in breaths, at 20 s
    const auto phase = [jump](double time_s) { return time_s / 5 + (time_s >= 20 ? jump : 0); };
    const auto times_s = pulses(run(4, {.phase = phase}, 0, 60));
    const double interval_s = 5. / 96;
    const auto [shortest_s, longest_s] = gaps(times_s);
    CHECK(shortest_s >= interval_s / 1.26);
    CHECK(longest_s <= interval_s / 0.74);
    for (std::size_t i = 1; i < times_s.size();
         ++i) // the tempo changes by little from pulse to pulse
        if (times_s[i - 1] > 20.2)
            if (i + 1 < times_s.size())
                REQUIRE(std::abs(times_s[i + 1] - 2 * times_s[i] + times_s[i - 1])
                        < 0.05 * interval_s);
    for (const double time_s : times_s)
        if (time_s > 45)
            REQUIRE(std::abs(std::remainder(phase(time_s) * 96, 1.)) < 0.05);
}

TEST_CASE("A breath whose place is told unevenly has an even clock at the right tempo")
{
    const auto phase = [](double time_s) {
        return time_s / 5 + 0.08 * std::sin(2 * M_PI * time_s / 5);
    };
    const auto times_s = pulses(run(4, {.phase = phase}, 0, 120));
    CHECK(double(times_s.size()) == Approx(24 * 96).epsilon(0.01));
    const auto [shortest_s, longest_s] = gaps(times_s);
    CHECK(shortest_s > 5. / 96 / 1.26);
    CHECK(longest_s < 5. / 96 / 0.74);
}

TEST_CASE("A clock that is called late never bursts: what was missed is not made up for at once")
{
    BreathClock clock(4);
    clock.tell(time_from_seconds(10), {.breath_time_s = 5, .sounding = true});
    const double late_s = GENERATE(0.02, 0.05, 0.3, 3.);
    for (int pulse = 0; pulse < 10; ++pulse) {
        const Time now = clock.next() + from_seconds(pulse % 2 == 0 ? late_s : 0);
        midi::Messages out;
        clock.due(now, out);
        CHECK(out.size() == 1);
        clock.due(now, out);
        CHECK(out.size() == 1);
        CHECK(to_seconds(clock.next() - now) > 0.5 * 5 / 96);
    }
}

TEST_CASE("A clock that is always called a little late keeps its tempo")
{
    const auto times_s = pulses(run(4, {.late_s = 0.008}, 0, 60));
    CHECK(double(times_s.size()) == Approx(12 * 96).epsilon(0.01));
}

TEST_CASE("When the breath is unknown the clock stops with the beat, and goes on with a bar")
{
    const auto known = [](double time_s) { return time_s < 16.3 || time_s >= 23; };
    const auto ticks = run(4, {.known = known}, 3, 40);
    std::vector<Tick> transport;
    std::size_t pulses_before_stop = 0;
    for (const auto& tick : ticks)
        if (tick.status != status::kClock)
            transport.push_back(tick);
        else if (transport.size() == 1)
            ++pulses_before_stop;
    REQUIRE(transport.size() == 4);
    CHECK(transport[0].status == status::kStart);
    CHECK(transport[1].status == status::kStop);
    CHECK(pulses_before_stop % 24 == 0);
    CHECK(transport[1].time_s > 16.3);
    CHECK(transport[1].time_s < 16.3 + 1.3); // a beat
    CHECK(transport[2].status == status::kSongPosition);
    CHECK(transport[3].status == status::kContinue);
    CHECK(transport[3].time_s == Approx(25 - 5. / 96).margin(0.01));
    for (const auto& tick : ticks)
        CHECK_FALSE((transport[1].time_s < tick.time_s && tick.time_s < 23));
}

TEST_CASE("A clock that has not started says nothing when it stops, and an unknown breath no pulse")
{
    BreathClock clock(4);
    midi::Messages out;
    clock.stop(out);
    CHECK(out.empty());
    for (const float breath_s : {0.f, -1.f, 0.5f, 1e9f, NAN}) {
        clock.tell(time_from_seconds(1), {.breath_time_s = breath_s, .sounding = true});
        CHECK(clock.next() == Time::max());
    }
    clock.tell(time_from_seconds(1), {.cycle_position = NAN, .breath_time_s = 5, .sounding = true});
    CHECK(clock.next() == Time::max());
    clock.tell(time_from_seconds(1), {.breath_time_s = 5, .sounding = false});
    CHECK(clock.next() == Time::max());
}
