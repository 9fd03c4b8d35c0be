#include "breath/aligner.hpp"
#include "breath/sensors/conditioner.hpp"
#include "breath/sensors/imu_rate.hpp"
#include "support/breather.hpp"
#include "support/swaying_body.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

using namespace crura;
using breath::ImuRate;
using breath::kDegrees;
using breath::Vector;

namespace {

using Ups = std::array<std::optional<Vector>, kSites>;

Ups tilted(double tilt_deg)
{
    return {Vector{0, std::sin(tilt_deg / kDegrees), std::cos(tilt_deg / kDegrees)}};
}

// What was said every 10 s from the first minute on, from samples as they come; 0: nothing.
std::vector<double> said_bpm(const std::vector<Sample>& samples, double until_s)
{
    const auto aligner = std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    std::array conditioners{breath::Conditioner(Band::thoracic, {}),
                            breath::Conditioner(Band::abdominal, {})};
    ImuRate rate({});
    std::vector<double> said;
    std::size_t given = 0;
    for (Time now{}; now < time_from_seconds(until_s); now += kFrameStep) {
        const auto first = given;
        while (given < samples.size() && samples[given].time <= now)
            ++given;
        aligner->add(std::span(samples).subspan(first, given - first));
        while (const auto frame = aligner->next(now)) {
            for (auto& conditioner : conditioners)
                conditioner(*frame);
            rate({conditioners[0].up(), conditioners[1].up(), conditioners[0].reference_up()});
        }
        const auto frames = now.time_since_epoch() / kFrameStep;
        if (frames >= 6000 && frames % 1000 == 0)
            said.push_back(rate.rate_bpm().known ? rate.rate_bpm().value : 0);
    }
    return said;
}

// Mean error against the breaths of the 30 s before, of several people [/min].
double error_bpm(const test::SwayingBody::Params& params)
{
    constexpr double kUntil_s = 180;
    double total = 0;
    int count = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        test::SwayingBody body(params, seed);
        const auto said = said_bpm(body.samples(kUntil_s), kUntil_s);
        const auto truth = body.breaths(kUntil_s);
        for (std::size_t i = 0; i < said.size(); ++i) {
            const double now_s = 60 + 10 * double(i);
            double time_s = 0;
            int breaths = 0;
            for (const auto& breath : truth)
                if (breath.expiration_onset_s > now_s - 30 && breath.expiration_onset_s < now_s) {
                    time_s += breath.end_s - breath.inspiration_onset_s;
                    ++breaths;
                }
            total += std::fabs(said[i] - 60 * breaths / time_s);
            ++count;
        }
    }
    return total / count;
}

} // namespace

TEST_CASE("ImuRate tells rates from 3 to 30 a minute within 4 %, and is sure of them")
{
    const double rate_bpm = GENERATE(3., 6., 12., 20., 30.);
    test::Breather breather{.rate_bpm = rate_bpm};
    ImuRate rate({});
    for (double t = 0; t < 150; t += 0.01)
        rate(tilted(20 + breather.level(t)));
    REQUIRE(rate.rate_bpm().known);
    CHECK(rate.rate_bpm().value == Approx(rate_bpm).epsilon(0.04));
    CHECK(rate.quality() > 0.9);
}

TEST_CASE("ImuRate says nothing in the first seconds, and something after 20")
{
    test::Breather breather{.rate_bpm = 14};
    ImuRate rate({});
    double t = 0;
    for (; t < 10; t += 0.01) {
        rate(tilted(breather.level(t)));
        REQUIRE_FALSE(rate.rate_bpm().known);
        REQUIRE(rate.quality() == 0);
    }
    for (; t < 20; t += 0.01)
        rate(tilted(breather.level(t)));
    CHECK(rate.rate_bpm().known);
}

TEST_CASE("ImuRate follows from 20 to 8 breaths a minute within a minute")
{
    test::Breather quick{.rate_bpm = 20}, slow{.rate_bpm = 8};
    ImuRate rate({});
    for (double t = 0; t < 120; t += 0.01)
        rate(tilted(t < 60 ? quick.level(t) : slow.level(t)));
    CHECK(rate.rate_bpm().value == Approx(8).epsilon(0.06));
}

TEST_CASE("ImuRate errs by less than 1.2 /min in people who sit, by less than 2.2 in who stand")
{
    CHECK(error_bpm({}) < 1.2);
    CHECK(error_bpm({.standing = true}) < 2.2);
}

TEST_CASE("ImuRate with a sensor at the sacrum hears the breath in the strongest sway")
{
    const test::SwayingBody::Params alone{.standing = true, .sway = 3};
    auto with_reference = alone;
    with_reference.reference = true;
    const double error = error_bpm(with_reference);
    CHECK(error < 1.2);
    CHECK(error < 0.5 * error_bpm(alone));
}

TEST_CASE("ImuRate says nothing of a walk, of a sensor that lies still, or of silence")
{
    ImuRate rate({});
    test::Breather breather{};
    for (double t = 0; t < 60; t += 0.01)
        rate(tilted(breather.level(t)));
    REQUIRE(rate.rate_bpm().known);
    SECTION("a sensor that is silent")
    {
        for (int i = 0; i < 500; ++i)
            rate({});
        CHECK_FALSE(rate.rate_bpm().known);
    }
    SECTION("a body that walks is kept from it by the conditioner")
    {
        breath::Conditioner conditioner(Band::thoracic, {});
        for (double t = 0; t < 15; t += 0.01) {
            Frame frame;
            frame.time = time_from_seconds(t);
            const double pitch = 3 * std::sin(2 * std::numbers::pi * 1.9 * t) / kDegrees / 2,
                         roll = 4 * std::sin(2 * std::numbers::pi * 0.95 * t) / kDegrees / 2;
            const std::array q{std::cos(pitch) * std::cos(roll), std::sin(pitch), std::sin(roll),
                               0.};
            for (std::size_t i = 0; i < 4; ++i) {
                const auto at = index_of({Band::thoracic, Quantity::quaternion_w + i});
                frame.value[at] = q[i];
                frame.valid.set(at);
            }
            conditioner(frame);
            rate({conditioner.up()});
        }
        CHECK_FALSE(rate.rate_bpm().known);
    }
    SECTION("a sensor that lies still")
    {
        for (int i = 0; i < 30000; ++i)
            rate(tilted(20));
        CHECK_FALSE(rate.rate_bpm().known);
    }
}

TEST_CASE("ImuRate goes on from a copy as if it were the same")
{
    test::Breather breather{};
    ImuRate one({});
    for (double t = 0; t < 30; t += 0.01)
        one(tilted(breather.level(t)));
    ImuRate other = one;
    for (double t = 30; t < 40; t += 0.01) {
        one(tilted(breather.level(t)));
        other(tilted(breather.level(t)));
    }
    CHECK(one.rate_bpm().value == other.rate_bpm().value);
    CHECK(one.quality() == other.quality());
}
