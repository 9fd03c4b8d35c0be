#include "audio/voices/wave.hpp"

#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;

Sound play(audio::Wave& wave, double seconds, const std::function<double(double)>& height,
           double sample_rate_hz = kSampleRateHz)
{
    Sound sound;
    while (double(sound.left.size()) < seconds * sample_rate_hz) {
        audio::Block block;
        wave.render(float(height(double(sound.left.size()) / sample_rate_hz)), block);
        sound.add(block);
    }
    return sound;
}

Sound play_at(double height, double sample_rate_hz = kSampleRateHz)
{
    audio::Wave wave(sample_rate_hz);
    return play(
        wave, 10, [=](double) { return height; }, sample_rate_hz);
}

} // namespace

TEST_CASE("The wave's loudness follows its height")
{
    audio::Wave wave(kSampleRateHz);
    const auto sound = play(wave, 60, [](double time_s) { return breath_at(time_s, 10); });
    std::vector<double> expected;
    for (double time_s = 0.025; time_s < 60; time_s += 0.05)
        expected.push_back(breath_at(time_s - 0.03, 10));
    CHECK(correlation(envelope(sound, 2400), expected) > 0.98);
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

TEST_CASE("A wave that is down is silent to the last bit")
{
    audio::Wave wave(kSampleRateHz);
    play(wave, 1, [](double) { return 1; });
    play(wave, 0.5, [](double) { return 0; });
    const auto sound = play(wave, 1, [](double) { return 0; });
    CHECK(peak(sound.left) == 0);
    CHECK(peak(sound.right) == 0);
}

TEST_CASE("The wave is wide: the ears hear related, not the same noise")
{
    const auto sound = play_at(1);
    const std::vector<double> left(sound.left.begin(), sound.left.end());
    const std::vector<double> right(sound.right.begin(), sound.right.end());
    CHECK(correlation(left, right) > 0.2);
    CHECK(correlation(left, right) < 0.8);
}

TEST_CASE("The wave is the same at every sample rate")
{
    const double sample_rate_hz = GENERATE(44100., 96000., 192000.);
    const auto sound = play_at(1, sample_rate_hz);
    const auto reference = play_at(1);
    CHECK(decibels(rms(sound.left) / rms(reference.left)) == Approx(0).margin(1));
    CHECK(brightness_hz(sound.left, sample_rate_hz)
          == Approx(brightness_hz(reference.left, kSampleRateHz)).epsilon(0.15));
}

TEST_CASE("One seed is one wave, another seed another")
{
    const auto play_seed = [](std::uint32_t seed) {
        audio::Wave wave(kSampleRateHz, seed);
        return play(wave, 1, [](double) { return 1; }).left;
    };
    CHECK(play_seed(1) == play_seed(1));
    CHECK(play_seed(1) != play_seed(2));
}
