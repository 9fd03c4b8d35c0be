#include "app/even_grid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace crura;
using namespace std::chrono_literals;
using app::EvenGrid;

namespace {

constexpr Time kOrigin(1000s);

// What a sensor measured, and what of it arrived, stamped.
struct Sensor {
    double rate_hz = 50;
    double seconds = 60;
    double first_s = 0.25; // after the origin
    double jitter_s = 0;   // RMS of the stamps, evenly to both sides
    double lost = 0;       // share of the samples, one here, one there
    int packet = 1;        // samples that are stamped together, when the last is measured
    double quantum_s = 0;  // of the stamps
    double gap_from_s = 0, gap_to_s = 0;
    unsigned seed = 1;
};

struct Stamped {
    std::vector<Time> stamps;
    std::vector<std::int64_t> numbers; // which sample of the sensor it is
    std::vector<double> values{};      // empty: all different
};

std::optional<EvenGrid> grid_of(const Stamped& given, std::span<const double> known_hz = {})
{
    std::vector<double> values(given.numbers.begin(), given.numbers.end());
    return app::even_grid(given.stamps, given.values.empty() ? values : given.values, kOrigin,
                          known_hz);
}

Stamped stamped(const Sensor& sensor)
{
    std::mt19937 random(sensor.seed);
    std::normal_distribution<double> jitter(0, 1);
    std::uniform_real_distribution<double> chance(0, 1);
    Stamped stamped;
    double last_s = 0;
    for (std::int64_t i = 0; double(i) < sensor.seconds * sensor.rate_hz; ++i) {
        const auto of_packet = (i / sensor.packet + 1) * sensor.packet - 1;
        const double measured_s = sensor.first_s + double(i) / sensor.rate_hz;
        double stamp_s = sensor.first_s + double(of_packet) / sensor.rate_hz
            + (sensor.jitter_s > 0 ? sensor.jitter_s * jitter(random) : 0);
        if (sensor.quantum_s > 0)
            stamp_s = std::round(stamp_s / sensor.quantum_s) * sensor.quantum_s;
        if (chance(random) < sensor.lost
            || (measured_s > sensor.gap_from_s && measured_s < sensor.gap_to_s))
            continue;
        last_s = std::max(last_s, stamp_s);
        stamped.stamps.push_back(kOrigin + from_seconds(last_s));
        stamped.numbers.push_back(i);
    }
    return stamped;
}

// Samples that do not lie as far from the first as they were measured.
std::size_t misplaced(const EvenGrid& grid, const Stamped& stamped)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < stamped.numbers.size(); ++i)
        count += grid.slots[i] - grid.slots[0] != stamped.numbers[i] - stamped.numbers[0];
    return count;
}

} // namespace

TEST_CASE("Every sample of a clock that drifts lies in its slot, after 20 minutes and a gap")
{
    const auto [gap_from_s, gap_to_s] = GENERATE(std::pair(0., 0.), std::pair(300., 390.));
    const double jitter_s = GENERATE(0., 0.0005, 0.003);
    const auto given = stamped({.rate_hz = 49.97,
                                .seconds = 1200,
                                .jitter_s = jitter_s,
                                .gap_from_s = gap_from_s,
                                .gap_to_s = gap_to_s});
    const auto grid = grid_of(given);
    REQUIRE(grid);
    INFO(gap_to_s << ' ' << jitter_s << ' ' << grid->rate_hz);
    CHECK(grid->rate_hz == Approx(49.97).epsilon(5e-6)); // a quarter of a slot in 20 minutes
    CHECK(misplaced(*grid, given) == 0);
    CHECK(grid->doubles == 0);
    CHECK(grid->worst_s < 0.75 / 49.97 + 5 * jitter_s);
}

TEST_CASE("A nominal rate is told as such")
{
    const double rate_hz = GENERATE(10., 12.5, 25., 50., 100., 128., 250., 1000. / 3);
    const auto given = stamped({.rate_hz = rate_hz, .jitter_s = 0.05 / rate_hz});
    const auto grid = grid_of(given);
    REQUIRE(grid);
    if (rate_hz < 300)
        CHECK(grid->rate_hz == rate_hz);
    else
        CHECK(grid->rate_hz == Approx(rate_hz).margin(0.005));
    CHECK(misplaced(*grid, given) == 0);
}

TEST_CASE("What was lost leaves its slots empty, whatever the stamps are like")
{
    const double rate_hz = GENERATE(10., 30., 49.97, 100.);
    const auto [jitter, lost] = GENERATE(std::pair(0., 0.02), std::pair(0.05, 0.02),
                                         std::pair(0.1, 0.01), std::pair(0.02, 0.04));
    const unsigned seed = GENERATE(1u, 2u, 3u);
    const auto given = stamped({.rate_hz = rate_hz,
                                .seconds = 120,
                                .jitter_s = jitter / rate_hz,
                                .lost = lost,
                                .seed = seed});
    const auto grid = grid_of(given);
    REQUIRE(grid);
    INFO(rate_hz << " Hz, jitter " << jitter << ", lost " << lost << ", " << grid->rate_hz);
    CHECK(misplaced(*grid, given) == 0);
    CHECK(grid->doubles == 0);
}

TEST_CASE("Stamps of a coarse clock and of packets do not move samples")
{
    SECTION("to 10 ms")
    {
        const double rate_hz = GENERATE(25., 30., 49.97);
        const auto given = stamped({.rate_hz = rate_hz, .seconds = 300, .quantum_s = 0.01});
        const auto grid = grid_of(given);
        REQUIRE(grid);
        CHECK(misplaced(*grid, given) == 0);
    }
    SECTION("several at a time, with a gap between packets")
    {
        const int packet = GENERATE(2, 5, 10);
        const auto given = stamped({.rate_hz = 50,
                                    .seconds = 300,
                                    .packet = packet,
                                    .gap_from_s = 100.24, // between two packets
                                    .gap_to_s = 130.24});
        const auto grid = grid_of(given);
        REQUIRE(grid);
        INFO(packet << ' ' << grid->rate_hz);
        CHECK(grid->rate_hz == Approx(50).epsilon(1e-4));
        CHECK(grid->doubles == 0);
        CHECK(misplaced(*grid, given) == 0);
    }
}

TEST_CASE("A stall that is caught up again is no loss")
{
    auto given = stamped({.rate_hz = 50, .seconds = 60});
    for (std::size_t i = 1000; i < 1015; ++i) // 0.3 s late at first
        given.stamps[i] = std::max(given.stamps[i], given.stamps[1015]);
    const auto grid = grid_of(given);
    REQUIRE(grid);
    CHECK(grid->doubles == 0);
    CHECK(misplaced(*grid, given) == 0);
}

TEST_CASE("A sample that came twice is told, and moves no other")
{
    auto given = stamped({.rate_hz = 50, .seconds = 60, .jitter_s = 0.001});
    for (const std::size_t at : {500u, 1500u}) {
        given.stamps.insert(given.stamps.begin() + std::ptrdiff_t(at), given.stamps[at]);
        given.numbers.insert(given.numbers.begin() + std::ptrdiff_t(at), given.numbers[at]);
    }
    const auto grid = grid_of(given);
    REQUIRE(grid);
    CHECK(grid->doubles == 2);
    CHECK(misplaced(*grid, given) == 2);
}

TEST_CASE("Sensors of one clock share a grid, those of two do not")
{
    const auto one = stamped({.rate_hz = 50, .seconds = 600, .jitter_s = 0.002, .seed = 1});
    const auto same = stamped({.rate_hz = 50.0002, .seconds = 600, .jitter_s = 0.002, .seed = 2});
    const auto other = stamped({.rate_hz = 50.02, .seconds = 600, .jitter_s = 0.002, .seed = 3});
    const std::vector<double> known{grid_of(one)->rate_hz};
    CHECK(grid_of(same, known)->rate_hz == known[0]);
    CHECK(grid_of(other, known)->rate_hz == Approx(50.02).epsilon(1e-5));
}

TEST_CASE("A clock that is set back loses no sample, and what follows is off by no more")
{
    auto given = stamped({.rate_hz = 50, .seconds = 120});
    for (std::size_t i = 2000; i < given.stamps.size(); ++i) // by two slots and a half
        given.stamps[i] = std::max(given.stamps[i] - 50ms, given.stamps[1999]);
    const auto grid = grid_of(given);
    REQUIRE(grid);
    CHECK(grid->doubles == 0);
    CHECK(misplaced(*grid, given) == 0);
    CHECK(grid->worst_s < 0.06);
}

TEST_CASE("What has no rate has no grid")
{
    const auto grid_at = [](const std::vector<Time>& stamps) {
        return app::even_grid(stamps, std::vector<double>(stamps.size(), 1.), kOrigin);
    };
    CHECK_FALSE(grid_at({}));
    CHECK_FALSE(grid_at({kOrigin}));
    CHECK_FALSE(grid_at({kOrigin, kOrigin, kOrigin}));
    const auto two = grid_at({kOrigin, kOrigin + 100ms});
    REQUIRE(two);
    CHECK(two->rate_hz == 10);

    // A few moments a nanosecond apart, an hour later another: no memory holds such a grid.
    const auto wild = grid_at(
        {kOrigin, kOrigin + 1ns, kOrigin + 2ns, kOrigin + 3ns, kOrigin + 4ns, kOrigin + 1h});
    CHECK((!wild || wild->slots.back() < 100'000'000));
}
