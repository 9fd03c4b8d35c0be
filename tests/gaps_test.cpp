#include "breath/observer.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

// One belt of 50 Hz that falls silent for a while.
std::vector<Event> gaps_around(double silent_from_s, double silent_until_s, double until_s)
{
    breath::Observer observer{{}};
    BreathState state;
    std::vector<Event> gaps;
    for (int tick = 0; tick * 0.02 < until_s; ++tick) {
        const double s = tick * 0.02;
        const Time now = time_from_seconds(s);
        std::vector<Sample> samples;
        if (s < silent_from_s || s >= silent_until_s)
            samples.push_back({now,
                               std::sin(std::numbers::pi / 2 * s),
                               {Band::thoracic, Quantity::displacement}});
        observer(now, samples, state);
        for (const Event& event : state.events)
            if (event.kind == EventKind::gap)
                gaps.push_back(event);
    }
    return gaps;
}

} // namespace

TEST_CASE("A silence of the only sensor is told when it is known and when it is over")
{
    const double length_s = GENERATE(0.5, 2., 20., 100.);
    const auto gaps = gaps_around(10, 10 + length_s, 30 + length_s);
    REQUIRE(gaps.size() == 2);
    CHECK(gaps[0].start == gaps[1].start);
    CHECK(to_seconds(gaps[0].start) == Approx(9.98).margin(0.03));
    CHECK_FALSE(gaps[0].over);
    CHECK(to_seconds(gaps[0].known_at) < 10.5);
    CHECK(gaps[1].over);
    CHECK(to_seconds(gaps[1].end) == Approx(10 + length_s).margin(0.03));
    CHECK(gaps[1].evidence == Approx(length_s + 0.02).margin(0.06));
}

TEST_CASE("What is bridged is no gap, nor is the time before the first sample")
{
    CHECK(gaps_around(10, 10.2, 20).empty());
    CHECK(gaps_around(0, 5, 20).empty());
}
