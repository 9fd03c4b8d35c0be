#include "dsp/ac_corner.hpp"
#include "dsp/ac_restore.hpp"
#include "support/breather.hpp"
#include "support/high_pass.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

constexpr double kRateHz = 100;

// Of 6 s after every fifth inspiration, if any.
struct Held {
    double hold_s;
    std::size_t next = 4;
    double frozen_s = 0, left_s = 0;

    double breath_time_s(double time_s, const std::vector<devices::TrueBreath>& breaths)
    {
        if (left_s <= 0 && hold_s > 0 && next < breaths.size()
            && time_s - frozen_s >= breaths[next].expiration_onset_s) {
            left_s = hold_s;
            next += 5;
        }
        if (left_s > 0) {
            left_s -= 1 / kRateHz;
            frozen_s += 1 / kRateHz;
        }
        return time_s - frozen_s;
    }
};

// All corners said of a body with a belt of `corner_hz`, with noise, heartbeat and drift.
std::vector<double> corners_said(double corner_hz, double rate_bpm, double hold_s, double pause,
                                 unsigned seed)
{
    test::Breather breather{
        .rate_bpm = rate_bpm, .expiratory_pause_share = pause, .variability = 0.08, .seed = seed};
    const auto breaths = breather.breaths(260);
    devices::Random random(seed);
    test::HighPass sensor(corner_hz, kRateHz);
    dsp::AcCorner corner({});
    Held held{hold_s};
    std::vector<double> said;
    for (double t = 0; t < 250; t += 1 / kRateHz) {
        const double body = breather.level(held.breath_time_s(t, breaths))
            + 0.01 * std::sin(2 * std::numbers::pi * 1.1 * t) + 0.05 * std::sin(0.03 * t);
        const double counts = 32768 + 1000 * (sensor(body) + 0.005 * random.normal());
        if (const auto hz = corner(counts))
            said.push_back(*hz);
    }
    return said;
}

} // namespace

TEST_CASE("AcRestore gives back what a high-pass has taken, from 3 to 30 breaths a minute")
{
    const double corner_hz = GENERATE(0.05, 0.1, 0.2);
    const double rate_bpm = GENERATE(3., 6., 15., 30.);
    CAPTURE(corner_hz, rate_bpm);
    test::Breather breather{.rate_bpm = rate_bpm};
    test::HighPass sensor(corner_hz, kRateHz);
    dsp::AcRestore restore({.corner_hz = corner_hz});
    std::vector<double> error;
    for (double t = 0; t < 200; t += 1 / kRateHz) {
        const double level = breather.level(t);
        error.push_back(restore(2048 + sensor(level)) - level);
    }
    // Within a breath only drift is left, which moves no turn.
    for (double from_s = 100; from_s + breather.period_s() < 200; from_s += breather.period_s()) {
        const auto first = error.begin() + std::ptrdiff_t(from_s * kRateHz);
        const auto last = first + std::ptrdiff_t(breather.period_s() * kRateHz);
        const auto [low, high] = std::minmax_element(first, last);
        CHECK(*high - *low < 0.1);
    }
}

TEST_CASE("AcRestore shows a held breath as held, where the belt shows an expiration")
{
    test::HighPass sensor(0.1, kRateHz);
    dsp::AcRestore restore({.corner_hz = 0.1});
    test::Breather breather{.rate_bpm = 12};
    double at_hold = 0, sensor_at_hold = 0, later = 0, sensor_later = 0;
    const double hold_s = breather.breaths(100).back().expiration_onset_s;
    for (double t = 0; t < hold_s + 8; t += 1 / kRateHz) {
        const double sensed = sensor(breather.level(std::min(t, hold_s)));
        later = restore(sensed);
        sensor_later = sensed;
        if (t < hold_s)
            at_hold = later, sensor_at_hold = sensed;
    }
    CHECK(std::fabs(later - at_hold) < 0.1);
    CHECK(sensor_at_hold - sensor_later > 0.4);
}

TEST_CASE("AcCorner learns the belt's corner from held breaths")
{
    const double corner_hz = GENERATE(0.05, 0.1, 0.2);
    const double rate_bpm = GENERATE(12., 18.);
    CAPTURE(corner_hz, rate_bpm);
    const auto said = corners_said(corner_hz, rate_bpm, 6, 0.12, 1);
    REQUIRE(said.size() > 2);
    for (const double hz : said)
        CHECK(hz == Approx(corner_hz).epsilon(0.35));
}

TEST_CASE("AcCorner takes no breathing for a hold")
{
    const double rate_bpm = GENERATE(3., 4.5, 6., 8., 12., 25.);
    const double pause = GENERATE(0., 0.12, 0.3);
    const unsigned seed = GENERATE(1u, 2u);
    CAPTURE(rate_bpm, pause);
    for (const double hz : corners_said(0.1, rate_bpm, 0, pause, seed))
        CHECK(hz == Approx(0.1).epsilon(0.3)); // a long pause may tell it as well
}
