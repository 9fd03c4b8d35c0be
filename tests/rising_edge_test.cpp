#include "dsp/rising_edge.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <optional>

using namespace crura;
using dsp::RisingEdge;

namespace {

constexpr double kStepS = 0.02;

struct Seen {
    std::optional<double> rising_s, ended_s;
};

// A breath of height 1 rests until 1 s; `inspiring` is when the turn is certain.
Seen seen(const std::function<double(double)>& level, std::optional<double> inspiring_s = {},
          double noise = 0.001)
{
    RisingEdge edge{{}};
    Seen seen;
    for (double t = 0; t < 4; t += kStepS) {
        edge(t, level(t), 1, noise, inspiring_s && t >= *inspiring_s);
        if (edge.rising() && !seen.rising_s)
            seen.rising_s = t;
        if (!edge.rising() && seen.rising_s && !seen.ended_s)
            seen.ended_s = t;
    }
    return seen;
}

} // namespace

TEST_CASE("RisingEdge tells a rise within 0.15 s, and keeps to it once the turn is certain")
{
    const auto rise = [](double t) { return t < 1 ? -0.01 * t : 0.5 * (t - 1) - 0.01; };
    const auto certain = seen(rise, 1.3);
    REQUIRE(certain.rising_s);
    CHECK(*certain.rising_s == Approx(1.1).margin(0.05));
    CHECK_FALSE(certain.ended_s);
}

TEST_CASE("RisingEdge takes back within 0.4 s what no turn confirms")
{
    const auto rise = [](double t) { return t < 1 ? -0.01 * t : 0.5 * (t - 1) - 0.01; };
    const auto doubtful = seen(rise);
    REQUIRE(doubtful.rising_s);
    REQUIRE(doubtful.ended_s);
    CHECK(*doubtful.ended_s - *doubtful.rising_s == Approx(0.4).margin(0.05));
}

TEST_CASE("RisingEdge does not tell what is noise, or drift, or a twitch")
{
    CHECK_FALSE(seen([](double t) { return t < 1 ? 0 : 0.04; }).rising_s); // one step
    CHECK_FALSE(seen([](double t) { return -0.1 * t; }).rising_s);
    CHECK_FALSE(seen([](double t) { return t < 1 ? 0 : 0.1 * (t - 1); }, {}, 0.5).rising_s);
}
