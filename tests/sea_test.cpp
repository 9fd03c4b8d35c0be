#include "audio/voices/sea.hpp"

#include "support/sound.hpp"
#include "support/voices.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr std::size_t kWindow = 2400; // 50 ms

struct Breath {
    double displacement;
    double falling = 0;
};

Sound play(audio::Sea& sea, double seconds, const std::function<Breath(double)>& at,
           double sample_rate_hz = kSampleRateHz)
{
    return record(seconds, sample_rate_hz, [&](double time_s, audio::Block& mix) {
        const auto breath = at(time_s);
        sea.render(1, float(breath.displacement), float(breath.falling), mix);
    });
}

Sound play_at(double displacement, double sample_rate_hz = kSampleRateHz,
              audio::Sea::Settings settings = {})
{
    audio::Sea sea(sample_rate_hz, settings);
    return play(
        sea, 10, [=](double) { return Breath{displacement}; }, sample_rate_hz);
}

// In for 4 s, out for 6: nearly all of it leaves in the first 2 s, as it does at rest.
Breath passive(double time_s)
{
    const double at = std::fmod(time_s, 10);
    if (at < 4)
        return {0.75 * breath_at(at, 8)};
    return {0.75 * std::exp(-(at - 4) / 0.8), (10 - at) / 6};
}

// Brightness of each window in turn.
std::vector<double> colours(std::span<const float> x, std::size_t window)
{
    std::vector<double> all;
    for (std::size_t at = 0; at + window <= x.size(); at += window)
        all.push_back(brightness_hz(x.subspan(at, window), kSampleRateHz));
    return all;
}

} // namespace

TEST_CASE("The sea's loudness follows the displacement")
{
    audio::Sea sea(kSampleRateHz, {});
    const auto sound = play(sea, 60, [](double time_s) { return Breath{breath_at(time_s, 10)}; });
    std::vector<double> expected;
    for (double time_s = 0.025; time_s < 60; time_s += 0.05)
        expected.push_back(breath_at(time_s - 0.03, 10));
    CHECK(correlation(envelope(sound, kWindow), expected) > 0.97);
}

TEST_CASE("A wave winds down, softer and darker, to where the expiration will end")
{
    audio::Sea sea(kSampleRateHz, {});
    const auto sound = play(sea, 100, passive);

    std::vector<double> level(20), colour(20); // of an expiration, in 0.3 s, over ten breaths
    for (std::size_t breath = 0; breath < 10; ++breath) {
        const auto out = std::span(sound.left).subspan((10 * breath + 4) * 48000, 6 * 48000);
        const auto levels = envelope(out, 14400);
        const auto bright = colours(out, 14400);
        for (std::size_t i = 0; i < 20; ++i) {
            level[i] += levels[i] / 10;
            colour[i] += bright[i] / 10;
        }
    }
    for (std::size_t i = 1; i < 20; ++i) {
        INFO(0.3 * double(i) << " s");
        CHECK(level[i] < level[i - 1]);
        CHECK(colour[i] < 1.02 * colour[i - 1]);
    }
    CHECK(level[10] / level[0] > 0.3);     // still there when half of it is over,
    CHECK(passive(7).displacement < 0.05); // though the breath has long left
    CHECK(decibels(level[19] / level[0]) < -25);
    CHECK(colour[19] < 0.5 * colour[0]);
}

TEST_CASE("An expiration that becomes certain late, little by little, winds down all the same")
{
    audio::Sea sea(kSampleRateHz, {});
    const auto sound = play(sea, 40, [](double time_s) {
        Breath breath = passive(time_s);
        const double out_s = std::fmod(time_s, 10) - 4;
        if (out_s > 0) // unknown for 0.3 s, then up within 0.15 s
            breath.falling = std::min(breath.falling, std::max(out_s - 0.3, 0.) / 0.15);
        return breath;
    });
    for (std::size_t breath = 0; breath < 4; ++breath) {
        const auto out = std::span(sound.left).subspan((10 * breath + 4) * 48000, 6 * 48000);
        const auto level = envelope(out, 48000);
        for (std::size_t second = 2; second < 6; ++second) {
            INFO("breath " << breath << ", second " << second);
            CHECK(level[second] < level[second - 1]);
        }
        CHECK(decibels(level[4] / level[0]) < -6);
    }
}

TEST_CASE("A breath that lasts longer than foreseen is followed to its end, darkly")
{
    audio::Sea sea(kSampleRateHz, {});
    play(sea, 3, [](double) { return Breath{1}; });
    play(sea, 2, [](double time_s) { return Breath{1 - 0.3 * time_s, 1 - time_s / 2}; });
    const auto late = play(sea, 1, [](double time_s) { return Breath{0.4 - 0.1 * time_s}; });
    const auto as_bright = play_at(0.35);
    CHECK(rms(late.left) / rms(play_at(1).left) == Approx(0.25).epsilon(0.4));
    CHECK(brightness_hz(late.left, kSampleRateHz)
          < 0.8 * brightness_hz(as_bright.left, kSampleRateHz));
    const auto next = play(sea, 3, [](double time_s) { return Breath{0.3 + 0.23 * time_s}; });
    CHECK(brightness_hz(std::span(next.left).last(24000), kSampleRateHz)
          > 1.5 * brightness_hz(late.left, kSampleRateHz));
}

TEST_CASE("A foreseen end that moves away makes no second wave")
{
    audio::Sea sea(kSampleRateHz, {});
    play(sea, 3, [](double) { return Breath{1}; });
    const auto out = play(sea, 4, [](double time_s) {
        const double planned = 1 - time_s / 4;
        return Breath{0, time_s < 2 ? planned : std::min(1.0, planned + 0.4)};
    });
    const auto levels = envelope(out.left, 12000);
    for (std::size_t i = 1; i < levels.size(); ++i)
        CHECK(levels[i] < 1.08 * levels[i - 1]);
}

TEST_CASE("A higher wave is brighter, and never harsh")
{
    double last_hz = 0;
    for (const double height : {0.2, 0.4, 0.6, 0.8, 1.0}) {
        const auto sound = play_at(height);
        const double hz = brightness_hz(sound.left, kSampleRateHz);
        CHECK(hz > 1.1 * last_hz);
        CHECK(decibels(rms(above(sound.left, 4000, kSampleRateHz)) / rms(sound.left)) < -24);
        last_hz = hz;
    }
}

TEST_CASE("The sea is pink and has no rumble")
{
    const auto sound = play_at(1, kSampleRateHz, {.brightness_hz = 6000});
    const auto octave_db = [&sound](double from_hz) {
        const double upper = rms(above(sound.left, from_hz, kSampleRateHz));
        const double lower = rms(above(sound.left, 2 * from_hz, kSampleRateHz));
        return decibels(std::sqrt(upper * upper - lower * lower));
    };
    // An octave of pink noise is as strong as any other.
    CHECK(octave_db(500) == Approx(octave_db(250)).margin(1.5));
    CHECK(octave_db(1000) == Approx(octave_db(500)).margin(1.5));
    const double whole = rms(sound.left);
    const double from_60 = rms(above(sound.left, 60, kSampleRateHz));
    CHECK(decibels(std::sqrt(whole * whole - from_60 * from_60) / whole) < -18);
}

TEST_CASE("A sea that is down is silent to the last bit, or as deep as it was set")
{
    const double depth = GENERATE(0., 0.5, 1.);
    audio::Sea sea(kSampleRateHz, {.depth = depth});
    const auto up = play(sea, 5, [](double) { return Breath{1}; });
    play(sea, 0.8, [](double) { return Breath{0}; });
    const auto down = play(sea, 5, [](double) { return Breath{0}; });
    if (depth == 1)
        CHECK(peak(down.left) + peak(down.right) == 0);
    else
        CHECK(rms(down.left) > 0.7 * (1 - depth) * rms(up.left) * (depth == 0 ? 1 : 0.5));
}

TEST_CASE("No two waves are alike, yet they are the same tomorrow")
{
    const auto waves = [] {
        audio::Sea sea(kSampleRateHz, {});
        return play(sea, 40, [](double) { return Breath{1}; });
    };
    const auto sound = waves();
    CHECK(sound.left == waves().left);
    const auto bright = colours(sound.left, 5 * 48000);
    const auto [least, most] = std::minmax_element(bright.begin(), bright.end());
    CHECK(*most / *least > 1.1);
    CHECK(*most / *least < 1.5);
}

TEST_CASE("The sea is wide: the ears hear related, not the same noise")
{
    const auto sound = play_at(1);
    const std::vector<double> left(sound.left.begin(), sound.left.end());
    const std::vector<double> right(sound.right.begin(), sound.right.end());
    CHECK(correlation(left, right) > 0.2);
    CHECK(correlation(left, right) < 0.8);
}

TEST_CASE("The sea is the same at every sample rate")
{
    const double sample_rate_hz = GENERATE(44100., 96000., 192000.);
    const auto sound = play_at(1, sample_rate_hz);
    const auto reference = play_at(1);
    CHECK(decibels(rms(sound.left) / rms(reference.left)) == Approx(0).margin(1));
    CHECK(brightness_hz(sound.left, sample_rate_hz)
          == Approx(brightness_hz(reference.left, kSampleRateHz)).epsilon(0.15));
}

TEST_CASE("One seed is one sea, another seed another")
{
    const auto play_seed = [](std::uint32_t seed) {
        audio::Sea sea(kSampleRateHz, {}, seed);
        return play(sea, 1, [](double) { return Breath{1}; }).left;
    };
    CHECK(play_seed(1) == play_seed(1));
    CHECK(play_seed(1) != play_seed(2));
}
