#include "dsp/beat_detector.hpp"
#include "support/chest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;
using namespace crura::test;
using Vector = dsp::BeatDetector::Vector;

namespace {

struct Found {
    std::vector<dsp::Beat> beats;
    double best_quality = 0;
    double quality = 0; // at the end
};

Found found_in(const std::function<Vector(double time_s, devices::Random& random)>& shake,
               double seconds, std::uint64_t seed = 7)
{
    dsp::BeatDetector detect{{}};
    devices::Random random(seed);
    Found found;
    for (int i = 0; i < int(seconds * 100); ++i) {
        if (const auto beat = detect(i * 0.01, shake(i * 0.01, random)))
            found.beats.push_back(*beat);
        found.best_quality = std::max(found.best_quality, detect.quality());
    }
    found.quality = detect.quality();
    return found;
}

double sine(double hz, double time_s)
{
    return std::sin(2 * std::numbers::pi * hz * time_s);
}

} // namespace

TEST_CASE("BeatDetector finds the beats of a resting heart, each within 10 ms of the usual delay")
{
    Chest chest{.heart_bpm = GENERATE(48., 66., 95.)};
    chest.beat_until(60);
    const auto found = found_in([&](double t, auto& random) { return chest(t, random); }, 60);

    REQUIRE(double(found.beats.size()) > 40 * chest.heart_bpm / 60);
    CHECK(found.quality > 0.6);
    std::vector<double> delays;
    for (const auto& beat : found.beats) {
        const auto after =
            std::upper_bound(chest.beats_s.begin(), chest.beats_s.end(), beat.time_s + 0.1);
        delays.push_back(beat.time_s - *(after - 1));
    }
    auto sorted = delays;
    std::sort(sorted.begin(), sorted.end());
    const double usual = sorted[sorted.size() / 2];
    for (const double delay : delays)
        CHECK(delay == Approx(usual).margin(0.01));
}

TEST_CASE("BeatDetector measures the interval to a beat only when the one before was found")
{
    Chest chest;
    chest.beat_until(60);
    const auto found = found_in(
        [&](double t, auto& random) {
            return t > 40 && t < 42 ? Vector{0.2, 0.1, 0.97} : chest(t, random);
        },
        60);
    for (std::size_t i = 1; i < found.beats.size(); ++i) {
        const double apart_s = found.beats[i].time_s - found.beats[i - 1].time_s;
        if (found.beats[i].interval_s > 0)
            CHECK(found.beats[i].interval_s == Approx(apart_s).margin(1e-9));
        CHECK((found.beats[i].interval_s > 0 || apart_s > 1));
    }
}

TEST_CASE("BeatDetector is never sure of what is no heart")
{
    SECTION("noise")
    {
        const auto found = found_in(
            [](double, auto& random) {
                return Vector{0.01 * random.normal(), 0.01 * random.normal(),
                              1 + 0.01 * random.normal()};
            },
            120);
        CHECK(found.best_quality < 0.6);
    }
    SECTION("a tremor of 5 to 9 Hz that comes and goes")
    {
        const double hz = GENERATE(5., 6.3, 7.7, 9.);
        double phase = 0, wander = 0;
        const auto found = found_in(
            [&](double t, auto& random) {
                wander += 0.01 * (random.normal() - 0.5 * wander);
                phase += 0.01 * hz * (1 + 0.5 * wander);
                const double shake = 0.02 * (1 + 0.6 * sine(0.17, t)) * sine(1, phase);
                return Vector{shake + 0.0015 * random.normal(), 0.5 * shake,
                              1 + 0.0015 * random.normal()};
            },
            120);
        CHECK(found.best_quality < 0.6);
    }
    SECTION("a tremor that swells at the rate of a heart")
    {
        const double hz = GENERATE(5.5, 7.7, 9.);
        const auto found = found_in(
            [&](double t, auto& random) {
                const double shake = 0.02 * (1 + 0.9 * sine(1.1, t)) * sine(hz, t);
                return Vector{shake + 0.0015 * random.normal(), 0.5 * shake,
                              1 + 0.0015 * random.normal()};
            },
            120);
        CHECK(found.best_quality < 0.6);
    }
    SECTION("walking")
    {
        const double strength = GENERATE(0.2, 1.);
        const auto found = found_in(
            [&](double t, auto& random) {
                const double step = strength
                    * (0.3 * sine(1.8, t) + 0.2 * sine(3.6, t) + 0.1 * sine(7.2, t)
                       + 0.08 * sine(9, t));
                return Vector{step, 0.4 * step + 0.002 * random.normal(), 1 + step};
            },
            120);
        CHECK(found.beats.empty());
    }
    SECTION("talking: a hum in syllables")
    {
        double syllable_s = 0, left_s = 0, strength = 0;
        const auto found = found_in(
            [&](double, auto& random) {
                left_s -= 0.01;
                if (left_s < 0) {
                    syllable_s = random.uniform(0.12, 0.4);
                    left_s = syllable_s;
                    strength = random.uniform(0, 0.025);
                }
                const double swell =
                    strength * std::sin(std::numbers::pi * (1 - left_s / syllable_s));
                return Vector{swell * random.normal(), swell * random.normal(),
                              1 + 0.0015 * random.normal()};
            },
            120);
        CHECK(found.best_quality < 0.6);
    }
    SECTION("a sensor on the table")
    {
        const auto found = found_in([](double, auto&) { return Vector{0, 0, 1}; }, 30);
        CHECK(found.beats.empty());
    }
}
