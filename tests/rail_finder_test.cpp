#include "dsp/rail_finder.hpp"
#include "dsp/recent_range.hpp"

#include "devices/body_random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

using namespace crura;
using dsp::RailFinder;

namespace {

struct Found {
    double at_rail_s = 0;
    double first_s = -1;
};

Found found(const std::function<double(double)>& signal, double until_s, double swing,
            double noise = 0.002)
{
    RailFinder rail({});
    Found found;
    devices::Random random(5);
    for (double t = 0; t < until_s; t += 0.01) {
        rail(signal(t) + noise * random.normal(), swing, noise);
        if (!rail.at_rail())
            continue;
        found.at_rail_s += 0.01;
        if (found.first_s < 0)
            found.first_s = t;
    }
    return found;
}

double breath(double time_s, double rate_bpm)
{
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * rate_bpm / 60 * time_s);
}

} // namespace

TEST_CASE("RailFinder finds a range's end, at either side, after a few breaths against it")
{
    const double side = GENERATE(1., -1.);
    const double rate_bpm = GENERATE(10., 15., 20.);
    CAPTURE(side, rate_bpm);
    const auto clipped = [=](double t) {
        return side * std::min(0.4, breath(t, rate_bpm) + 0.05 * std::sin(0.4 * t)) + 7;
    };
    const auto result = found(clipped, 60, 0.45);
    CHECK(result.first_s > 0);
    CHECK(result.first_s < 8 * 60 / rate_bpm);
    CHECK(result.at_rail_s > 10);
}

TEST_CASE("RailFinder finds none in breaths that turn by themselves")
{
    const double rate_bpm = GENERATE(3., 8., 15., 30., 60.);
    CAPTURE(rate_bpm);
    const auto natural = [=](double t) {
        return (1 + 0.1 * std::sin(0.9 * t)) * breath(t, rate_bpm) + 0.05 * std::sin(0.05 * t);
    };
    CHECK(found(natural, 300, 1).at_rail_s == 0);
}

TEST_CASE("RailFinder gives up a level that the signal goes beyond")
{
    const auto higher_later = [](double t) {
        const double limit = t < 40 ? 0.4 : 3;
        return std::min(limit, breath(t, 15));
    };
    CHECK(found(higher_later, 40, 0.45).at_rail_s > 0);
    RailFinder rail({});
    double last_s = 0;
    for (double t = 0; t < 100; t += 0.01) {
        rail(higher_later(t), 0.45, 0.001);
        if (rail.at_rail())
            last_s = t;
    }
    CHECK(last_s < 43);
}

TEST_CASE("RailFinder knows a converter's end at once, and no other number")
{
    const double end = GENERATE(0., 255., 1023., 4095., 65535.);
    const double away = end > 0 ? -1 : 1;
    CAPTURE(end);
    for (const double off : {0., 2.}) {
        RailFinder rail({});
        bool ever = false;
        for (double t = 0; t < 4; t += 0.01) {
            rail(t < 1 ? end + away * (150 - 100 * t) : end + away * off, 0, 0);
            ever = ever || rail.at_rail();
        }
        CHECK(ever == (off == 0));
    }
}

TEST_CASE("RecentRange knows the lowest and the highest of the last steps only")
{
    dsp::RecentRange<4> range(10);
    for (int i = 0; i < 200; ++i)
        range(float(i));
    REQUIRE(range.size() == 4);
    CHECK(range.over(0, 4).lowest == 160);
    CHECK(range.over(0, 4).highest == 199);
    CHECK(range.over(1, 2).lowest == 170);
    CHECK(range.over(1, 2).highest == 189);
    CHECK(range.over(1, 2).middle() == Approx(179.5));
    range.clear();
    CHECK(range.size() == 0);
}
