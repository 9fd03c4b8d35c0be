#include "audio/limiter.hpp"

#include "sound/loudness.hpp"
#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <numbers>
#include <random>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr float kCeiling = 0.70795f; // -3 dB

// The same on both ears.
Sound limit(audio::Limiter& limiter, double seconds, const std::function<float(double)>& input)
{
    Sound sound;
    while (double(sound.left.size()) < seconds * kSampleRateHz) {
        audio::Block block;
        for (std::size_t i = 0; i < audio::kBlockFrames; ++i)
            block.left[i] = block.right[i] = input(double(sound.left.size() + i) / kSampleRateHz);
        limiter(block);
        sound.add(block);
    }
    return sound;
}

Sound limit(double seconds, const std::function<float(double)>& input)
{
    audio::Limiter limiter({}, kSampleRateHz);
    return limit(limiter, seconds, input);
}

float sine(double time_s, double frequency_hz)
{
    return float(std::sin(2 * std::numbers::pi * frequency_hz * time_s));
}

} // namespace

TEST_CASE("Below the ceiling the limiter is linear and leaves the level alone")
{
    const double frequency_hz = GENERATE(60., 440., 8000.);
    const auto loud = limit(3, [=](double t) { return 0.6f * sine(t, frequency_hz); });
    const auto soft = limit(3, [=](double t) { return 0.06f * sine(t, frequency_hz); });
    double difference = 0;
    for (std::size_t i = 0; i < loud.left.size(); ++i)
        difference = std::max(difference, std::fabs(double(loud.left[i]) - 10. * soft.left[i]));
    CHECK(difference < 3e-5);
    CHECK(decibels(rms(loud.left) / (0.6 / std::sqrt(2))) == Approx(0).margin(0.05));
}

TEST_CASE("Nothing that comes out of the limiter is above the ceiling, or no number")
{
    const float wild = GENERATE(1.0f, 2.0f, 100.0f, 1e30f, std::numeric_limits<float>::infinity(),
                                std::numeric_limits<float>::quiet_NaN());
    std::mt19937 random(1);
    const auto sound = limit(5, [&](double t) {
        const float shout = random() % 1000 == 0 ? wild : 0;
        return 0.5f * sine(t, 220) + (t > 2 && t < 3 ? wild * sine(t, 97) : shout);
    });
    CHECK(all_finite(sound.left));
    CHECK(all_finite(sound.right));
    CHECK(peak(sound.left) <= kCeiling);
    CHECK(peak(sound.right) <= kCeiling);
    CHECK(peak(sound.left) > 0.4);
}

TEST_CASE("The limiter holds its ceiling between the samples too")
{
    const auto input = GENERATE(as<int>(), 0, 1, 2, 3, 4, 5);
    std::mt19937 random(5);
    std::uniform_real_distribution<float> noise(-3, 3);
    const auto shout = [&](double t) -> float {
        switch (input) {
        case 0: // its samples are 3 dB below its peaks
            return 1.2f * float(std::sin(std::numbers::pi * (t * kSampleRateHz / 2 + 0.25)));
        case 1:
            return 3 * sine(t, 8000 + 1500 * t);
        case 2:
            return sine(t, 220) > 0 ? 2 : -2;
        case 3:
            return noise(random);
        case 4: // bursts
            return std::fmod(t, 0.1) < 0.02 ? 4 * sine(t, 3000) : 0.01f * sine(t, 300);
        default:
            return 2 * sine(t, 60) + 2 * sine(t, 997) + 2 * sine(t, 5003);
        }
    };
    const auto sound = limit(4, shout);
    const sound::Clip clip{kSampleRateHz, 1, sound.left};
    CHECK(sound::true_peak_db(clip) <= -3);
    CHECK(sound::true_peak_db(clip) > -4);
}

TEST_CASE("After a shout the limiter is linear again")
{
    audio::Limiter limiter({}, kSampleRateHz);
    limit(limiter, 1, [](double t) { return 6 * sine(t, 300); });
    limit(limiter, 2, [](double t) { return 0.1f * sine(t, 440); });
    const auto after = limit(limiter, 2, [](double t) { return 0.1f * sine(t, 440); });
    CHECK(decibels(rms(after.left) / (0.1 / std::sqrt(2))) == Approx(0).margin(0.05));
}

TEST_CASE("The limiter turns a loud sound down without tearing it")
{
    const auto sound = limit(3, [](double t) { return (t > 1 ? 3.0f : 0.3f) * sine(t, 110); });
    const double steepest = 3 * 2 * std::numbers::pi * 110 / kSampleRateHz;
    CHECK(largest_jump(sound.left) < 1.1 * steepest);
    const auto clipped =
        std::adjacent_find(sound.left.begin(), sound.left.end(),
                           [](float a, float b) { return a == b && std::fabs(a) > 0.7f; });
    CHECK(clipped == sound.left.end());
    const auto last = std::span(sound.left).last(48000);
    CHECK(decibels(peak(last)) == Approx(-3.15).margin(0.05));
}

TEST_CASE("No DC comes out of the limiter")
{
    const float offset = GENERATE(0.3f, -0.9f, 5.0f);
    const auto sound = limit(3, [=](double t) { return offset + 0.2f * sine(t, 200); });
    const auto last = std::span(sound.left).last(48000);
    double mean = 0;
    for (const float x : last)
        mean += double(x) / double(last.size());
    CHECK(std::fabs(mean) < 1e-4);
    CHECK(decibels(rms(last) / (0.2 / std::sqrt(2))) == Approx(0).margin(0.1));
}
