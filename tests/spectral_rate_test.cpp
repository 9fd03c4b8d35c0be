#include "breath/turns/spectral_rate.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;
using breath::SpectralRate;
using test::Breather;

namespace {

constexpr double kTurn = 2 * std::numbers::pi;

template <class Level>
void hear(SpectralRate& rate, double from_s, double until_s, Level&& level)
{
    for (double t = from_s; t < until_s; t += 0.01)
        rate(level(t));
}

} // namespace

TEST_CASE("SpectralRate tells even breath from 10 to 30 a minute within 0.4, and within its doubt")
{
    Breather breather{.rate_bpm = GENERATE(10., 14.3, 22., 30.), .noise_rms = 0.1};
    SpectralRate rate({});
    hear(rate, 0, 40, [&](double t) { return breather.level(t); });
    REQUIRE(rate.rate_bpm().known);
    const double error_bpm = std::fabs(rate.rate_bpm().value - breather.rate_bpm);
    CHECK(error_bpm < 0.4);
    CHECK(error_bpm < rate.rate_bpm().plus_minus);
    CHECK(rate.quality() > 0.6);
}

TEST_CASE("SpectralRate is not misled by steps as high as the breath, nor by drift")
{
    const double steps_hz = GENERATE(1.5, 1.9, 2.3, 2.9);
    Breather breather{.rate_bpm = 24};
    SpectralRate rate({});
    hear(rate, 0, 40, [&](double t) {
        return breather.level(t) + 0.5 * std::sin(kTurn * steps_hz * t) + 0.05 * t;
    });
    REQUIRE(rate.rate_bpm().known);
    CHECK(rate.rate_bpm().value == Approx(24).margin(0.5));
}

TEST_CASE(
    "SpectralRate says nothing before 32 s, after a gap, of noise, of a breath too slow for it")
{
    SpectralRate rate({});
    Breather breather{.rate_bpm = 15};
    SECTION("at first")
    {
        hear(rate, 0, 31, [&](double t) { return breather.level(t); });
        CHECK_FALSE(rate.rate_bpm().known);
        hear(rate, 31, 34, [&](double t) { return breather.level(t); });
        CHECK(rate.rate_bpm().known);
    }
    SECTION("after a gap, but not after a hiccup")
    {
        hear(rate, 0, 40, [&](double t) { return breather.level(t); });
        hear(rate, 40, 41, [](double) { return std::optional<double>(); });
        CHECK(rate.rate_bpm().known);
        hear(rate, 41, 41.5, [](double) { return std::optional<double>(); });
        CHECK_FALSE(rate.rate_bpm().known);
    }
    SECTION("noise")
    {
        devices::Random random(3);
        int known = 0;
        for (int second = 0; second < 300; ++second) {
            hear(rate, 0, 1, [&](double) { return random.normal(); });
            known += rate.rate_bpm().known;
        }
        CHECK(known < 30);
    }
    SECTION("slow breath")
    {
        Breather slow{.rate_bpm = GENERATE(3., 4.5, 6.)};
        hear(rate, 0, 90, [&](double t) { return slow.level(t); });
        CHECK_FALSE(rate.rate_bpm().known);
    }
    SECTION("nothing at all")
    {
        hear(rate, 0, 60, [](double) { return 0.5; });
        CHECK_FALSE(rate.rate_bpm().known);
    }
}

TEST_CASE("SpectralRate goes on from a copy as if it were the same")
{
    Breather breather{.rate_bpm = 17, .noise_rms = 0.05};
    SpectralRate one({});
    hear(one, 0, 45.3, [&](double t) { return breather.level(t); });
    SpectralRate other = one;
    for (double t = 45.3; t < 60; t += 0.01) {
        const double level = breather.level(t);
        one(level);
        other(level);
    }
    CHECK(one.rate_bpm().value == other.rate_bpm().value);
    CHECK(one.quality() == other.quality());
}
